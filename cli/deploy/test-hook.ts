import { setTimeout } from 'node:timers/promises';
import type { Outputs } from '../stack/outputs.ts';
import { type Answer, request } from './request.ts';
import { isToldBy, TEST_APP, type TestStream } from './test-stream.ts';

/** How long what was just deployed may take until it works, in ms. */
const STARTS_WITHIN_MS = 30_000;
const PAUSE_MS = 1_000;
/** How long a receiver may be at a hook that nobody waits for any more, in ms: as lib/functions/receiver-function.ts lets it. */
const RECEIVER_ENDS_WITHIN_MS = 3_000;
/** No more of an answer is shown. */
const MOST_SHOWN = 300;

/** What is tried. */
export interface Trial {
  readonly outputs: Pick<Outputs, 'stack' | 'url' | 'domainTarget'>;
  /** Of a token that may send hooks, and read. */
  readonly secret: string;
  readonly stream: TestStream;
  readonly signal: AbortSignal;
}

/** It was read back, or the receiver does not take hooks from this machine's address. */
export type Verdict = 'read back' | 'kept out';

/** An answer that was not the one expected. */
interface Wrong extends Answer {
  readonly asked: string;
  readonly expected: string;
}

/** Sends the hook and reads it back, again and again until it works; throws what was received when it does not in time. */
export async function sendTestHook(trial: Trial, withinMs = STARTS_WITHIN_MS): Promise<Verdict> {
  const until = performance.now() + withinMs;
  let waits = false;
  for (;;) {
    const sent = waits ? undefined : await send(trial);
    waits ||= isDeferred(sent);
    const found = await readBack(trial, sent);
    if (typeof found === 'string') return found;
    if (performance.now() > until) throw new Error(complaint(found, trial.outputs, withinMs));
    await setTimeout(PAUSE_MS, undefined, { signal: trial.signal }).catch(() => trial.signal.throwIfAborted());
  }
}

const hooksOf = ({ outputs: { url } }: Trial): string => `${url}/hooks/${TEST_APP}/`;

function send(trial: Trial): Promise<Answer> {
  const headers = { 'content-type': 'application/json; charset=UTF-8' };
  return post(`${hooksOf(trial)}${trial.secret}`, { headers, body: trial.stream.body }, trial.signal);
}

/** A hook that waits is applied by itself: a second one would be too, perhaps when all that the first one left is removed. */
function isDeferred(sent: Answer | undefined): boolean {
  return sent?.status === 200 && sent.text.includes('"deferred"');
}

async function readBack(trial: Trial, sent: Answer | undefined): Promise<Verdict | Wrong> {
  const { outputs, secret, stream, signal } = trial;
  const path = `${outputs.url}/stream?${new URLSearchParams({ app: TEST_APP, id: stream.id })}`;
  const read = await request(path, { headers: { authorization: `Bearer ${secret}` } }, signal);
  if (sent !== undefined) {
    if (isRefusal(sent, 403) && (read.status === 200 || isRefusal(read, 404))) return 'kept out';
    if (sent.status !== 200) return { ...sent, asked: `POST ${hooksOf(trial)}***`, expected: '200 and its outcome' };
  }
  if (read.status === 200 && isToldBy(read.text, stream)) return 'read back';
  return { ...read, asked: `GET ${path}`, expected: '200 and the stream that was sent' };
}

/** Sends a hook. It is over when as good as nothing can be kept of it any more (a slow cold start may outlast it): what is kept is removed then. */
async function post(url: string, init: RequestInit, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  let answer: Answer | undefined;
  try {
    answer = await request(url, { ...init, method: 'POST' }, signal);
    return answer;
  } finally {
    if (answer === undefined || answer.isGivenUp) await setTimeout(RECEIVER_ENDS_WITHIN_MS);
  }
}

/** Whether a function itself refused. The token is good when the reader takes it: then a 403 can only mean the address. */
const isRefusal = ({ status, text }: Answer, refused: number): boolean =>
  status === refused && text.startsWith('{"error":');

function complaint(wrong: Wrong, outputs: Trial['outputs'], withinMs: number): string {
  const { asked, status, text, expected } = wrong;
  const received = status === undefined ? `no answer (${text})` : `${status} ${text.slice(0, MOST_SHOWN)}`.trim();
  return `The test hook did not get through within ${withinMs / 1000} s. ${asked}: received ${received}, expected ${expected}. ${advice(wrong, outputs)} The stack is deployed: npm run deploy tests it again.`;
}

function advice({ asked, status }: Wrong, { stack, domainTarget }: Trial['outputs']): string {
  const domain =
    domainTarget === undefined ? '' : `, and that the name of the custom domain is a CNAME of ${domainTarget}`;
  if (status === undefined) return `Check that this machine is online${domain}.`;
  if (status === 403) return `API Gateway refuses it: check its access policy${domain}.`;
  if (status === 429) return 'More requests come than throttleRate lets in.';
  const part = asked.startsWith('POST') ? 'Receiver' : 'Reader';
  return `Look into the log of the function, a log group ${stack}-${part}… in CloudWatch${domain}.`;
}
