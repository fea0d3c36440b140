import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { MAX_REQUEST_BYTES } from '../receiving/hook-result.ts';
import { fitsKey } from '../stream/names.ts';
import type { RefusalReason } from '../stream/refusal.ts';
import { hashToken, tokenIdOf } from '../tokens/token.ts';
import { readAuthorisationPath, useOf } from './authorisation-path.ts';
import {
  type AuthorisationResult,
  allowed,
  pathNotFound,
  questionTooLarge,
  refused,
  undecided,
} from './authorisation-result.ts';
import type { AuthoriserDeps, CredentialPair } from './authoriser-deps.ts';
import { maskKeys, maskUnknownId } from './mask-id.ts';
import { type AccessRequest, dependsOnKey, findRefusal } from './policy.ts';
import { type Question, readQuestion } from './question.ts';
import { type QuestionTimer, startQuestionTimer } from './question-timer.ts';

/**
 * Answers whether somebody may publish or play: `POST /authorize/publish/{app}/{token}` and `POST /authorize/play/{app}/{token}`.
 * The media server lets in at status 200 and at no other: whatever fails here is 503.
 */
export async function authorise(
  event: APIGatewayProxyEventV2,
  deps: AuthoriserDeps,
): Promise<APIGatewayProxyStructuredResultV2> {
  const timer = startQuestionTimer(event.requestContext.timeEpoch);
  const result = await decide(event, deps, timer).catch((error: unknown) => undecided(error, null));
  const { status, body, ...logFields } = result;
  deps.log({ use: useOf(event), status, ...logFields, ms: Math.round(timer.inHandlerMs()) });
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function decide(
  event: APIGatewayProxyEventV2,
  deps: AuthoriserDeps,
  timer: QuestionTimer,
): Promise<AuthorisationResult> {
  const path = readAuthorisationPath(event);
  if (path === undefined) return pathNotFound;
  const { http, timeEpoch: at } = event.requestContext;
  if (!deps.allowList(http.sourceIp) || !fitsKey(path.app)) return refused('wrongUrl');
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_REQUEST_BYTES) return questionTooLarge(bytes.length);

  const use = useOf(event);
  const question = readQuestion(bytes, use);
  const credentials = await findCredentials(path.token, question, at, deps, timer);
  if ('error' in credentials) return undecided(credentials.error, question.id);
  const request = { app: path.app, use, at, question, ...credentials };
  const reason = findRefusal(request);
  return reason === undefined ? allow(request, deps) : refuse(reason, request, deps);
}

/** Looks up the token of the URL and, where the answer may depend on it, the key of the question. */
function findCredentials(
  token: string,
  question: Question,
  at: number,
  { credentials }: AuthoriserDeps,
  timer: QuestionTimer,
): Promise<CredentialPair | { readonly error: unknown }> {
  const key = dependsOnKey(question) && question.key !== undefined ? hashToken(question.key) : undefined;
  const lookup = credentials.find({ token: hashToken(token), key }, at, timer.lookupMs());
  return lookup.catch((error: unknown) => ({ error }));
}

async function refuse(
  reason: RefusalReason,
  { app, use, at, question, key }: AccessRequest,
  { refusals }: AuthoriserDeps,
): Promise<AuthorisationResult> {
  if (reason === 'wrongUrl') return refused(reason);
  const id = await refusals.count({ app, id: question.id && maskKeys(question.id), use, reason, at });
  return refused(reason, { app, ...(id !== null && { id }), ...keyIdOf(key) });
}

async function allow({ app, at, question, token, key }: AccessRequest, deps: AuthoriserDeps) {
  const usedKey = token?.open ? undefined : key;
  if (usedKey) await deps.keyUsage.note(usedKey, at);
  return allowed({ app, ...(question.id !== null && { id: maskUnknownId(question.id) }), ...keyIdOf(usedKey) });
}

const keyIdOf = (key: AccessRequest['key']) => key && { keyId: tokenIdOf(key) };
