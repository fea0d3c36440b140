import { createSecret } from '../../../local/create-secret.ts';
import { authoriseUrl } from '../../../local/webhook-urls.ts';
import { type HookAnswer, send } from '../wire/send.ts';
import { toWireRequest } from '../wire/wire-request.ts';
import type { ScenarioQuestion } from './questions.ts';

/** An answered question. */
export interface AnsweredQuestion extends Pick<ScenarioQuestion, 'publisher' | 'expected'> {
  /** What the media server does: `allowed`, `refused`, or what went wrong. */
  readonly received: string;
  /** Until the first byte of the answer, in ms. */
  readonly ms: number;
}

/** The URL at which the questions are asked. */
interface AuthoriseTarget {
  /** Of the receiver, without a slash at the end. */
  readonly base: string;
  readonly app: string;
  readonly token: string;
}

/** Asks as the media server does: one question after the other, each over its own connection, without a retry. */
export async function askQuestions(
  questions: readonly ScenarioQuestion[],
  { base, app, token }: AuthoriseTarget,
): Promise<AnsweredQuestion[]> {
  const answered: AnsweredQuestion[] = [];
  for (const { publisher, expected, fields, isWrongUrl } of questions) {
    const url = new URL(authoriseUrl(base, 'publish', app, isWrongUrl ? createSecret() : token));
    const answer = await send(url, toWireRequest('server', 'json', fields, url.host), 0); // the same headers and encoding as a server hook
    answered.push({ publisher, expected, received: receivedOf(answer), ms: Math.round(answer.ms) });
  }
  return answered;
}

/** A wrong path refuses too, but not because somebody decided so. */
function receivedOf({ ok, outcome }: HookAnswer): string {
  if (ok) return 'allowed';
  return outcome.startsWith('status 403') ? 'refused' : outcome;
}
