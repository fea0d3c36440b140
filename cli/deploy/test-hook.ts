import { setTimeout } from 'node:timers/promises';
import type { StackOutputs } from '../stack/outputs.ts';
import { type HttpResult, sendRequest } from './send-request.ts';
import { showsTestStream, TEST_APP, type TestStream } from './test-stream.ts';

/** How long what was just deployed may take until it works, in ms. */
const MAX_START_MS = 30_000;
const RETRY_DELAY_MS = 1_000;
/** How long a receiver may be at a hook that nobody waits for any more, in ms: as lib/functions/receiver-function.ts lets it. */
const MAX_RECEIVER_MS = 3_000;
/** No more of an answer is shown. */
const MAX_SHOWN_CHARACTERS = 300;

/** What is tried. */
export interface HookTest {
  readonly outputs: Pick<StackOutputs, 'stack' | 'url' | 'domainTarget'>;
  /** Of a token that may send hooks, and read. */
  readonly secret: string;
  readonly stream: TestStream;
  readonly signal: AbortSignal;
}

/** It was read back, or the receiver does not take hooks from this machine's address. */
export type HookTestResult = 'read back' | 'kept out';

/** An answer that was not the one expected. */
interface UnexpectedResponse extends HttpResult {
  readonly requestLine: string;
  readonly expected: string;
}

/** Sends the hook and reads it back, again and again until it works; throws what was received when it does not in time. */
export async function sendTestHook(test: HookTest, timeoutMs = MAX_START_MS): Promise<HookTestResult> {
  const deadline = performance.now() + timeoutMs;
  let isWaiting = false;
  for (;;) {
    const sent = isWaiting ? undefined : await sendHook(test);
    isWaiting ||= isDeferred(sent);
    const result = await readBack(test, sent);
    if (typeof result === 'string') return result;
    if (performance.now() > deadline) throw new Error(explainTestFailure(result, test.outputs, timeoutMs));
    await setTimeout(RETRY_DELAY_MS, undefined, { signal: test.signal }).catch(() => test.signal.throwIfAborted());
  }
}

const hooksUrl = ({ outputs: { url } }: HookTest): string => `${url}/hooks/${TEST_APP}/`;

function sendHook(test: HookTest): Promise<HttpResult> {
  const headers = { 'content-type': 'application/json; charset=UTF-8' };
  return postHook(`${hooksUrl(test)}${test.secret}`, { headers, body: test.stream.body }, test.signal);
}

/** A hook that waits is applied by itself: a second one would be too, perhaps when all that the first one left is removed. */
function isDeferred(sent: HttpResult | undefined): boolean {
  return sent?.status === 200 && sent.text.includes('"deferred"');
}

async function readBack(test: HookTest, sent: HttpResult | undefined): Promise<HookTestResult | UnexpectedResponse> {
  const { outputs, secret, stream, signal } = test;
  const path = `${outputs.url}/stream?${new URLSearchParams({ app: TEST_APP, id: stream.id })}`;
  const read = await sendRequest(path, { headers: { authorization: `Bearer ${secret}` } }, signal);
  if (sent !== undefined) {
    if (isRefusal(sent, 403) && (read.status === 200 || isRefusal(read, 404))) return 'kept out';
    if (sent.status !== 200)
      return { ...sent, requestLine: `POST ${hooksUrl(test)}***`, expected: '200 and its outcome' };
  }
  if (read.status === 200 && showsTestStream(read.text, stream)) return 'read back';
  return { ...read, requestLine: `GET ${path}`, expected: '200 and the stream that was sent' };
}

/** Sends a hook. It is over when as good as nothing can be kept of it any more (a slow cold start may outlast it): what is kept is removed then. */
async function postHook(url: string, init: RequestInit, signal: AbortSignal): Promise<HttpResult> {
  signal.throwIfAborted();
  let result: HttpResult | undefined;
  try {
    result = await sendRequest(url, { ...init, method: 'POST' }, signal);
    return result;
  } finally {
    if (result === undefined || result.isTimedOut) await setTimeout(MAX_RECEIVER_MS);
  }
}

/** Whether a function itself refused. The token is good when the reader takes it: then a 403 can only mean the address. */
const isRefusal = ({ status, text }: HttpResult, refused: number): boolean =>
  status === refused && text.startsWith('{"error":');

function explainTestFailure(unexpected: UnexpectedResponse, outputs: HookTest['outputs'], timeoutMs: number): string {
  const { requestLine, status, text, expected } = unexpected;
  const received =
    status === undefined ? `no answer (${text})` : `${status} ${text.slice(0, MAX_SHOWN_CHARACTERS)}`.trim();
  return `The test hook did not get through within ${timeoutMs / 1000} s. ${requestLine}: received ${received}, expected ${expected}. ${suggestFix(unexpected, outputs)} The stack is deployed: npm run deploy tests it again.`;
}

function suggestFix({ requestLine, status }: UnexpectedResponse, { stack, domainTarget }: HookTest['outputs']): string {
  const domain =
    domainTarget === undefined ? '' : `, and that the name of the custom domain is a CNAME of ${domainTarget}`;
  if (status === undefined) return `Check that this machine is online${domain}.`;
  if (status === 403) return `API Gateway refuses it: check its access policy${domain}.`;
  if (status === 429) return 'More requests come than throttleRate lets in.';
  const part = requestLine.startsWith('POST') ? 'Receiver' : 'Reader';
  return `Look into the log of the function, a log group ${stack}-${part}… in CloudWatch${domain}.`;
}
