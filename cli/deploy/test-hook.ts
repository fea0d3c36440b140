import { setTimeout } from 'node:timers/promises';
import type { StackOutputs } from '../stack/outputs.ts';
import { type HttpResult, sendRequest } from './send-request.ts';
import { showsTestStream, TEST_APP, type TestStream } from './test-stream.ts';

/** Time limit for a new deployment to start working, in ms. */
const MAX_START_MS = 30_000;
const RETRY_DELAY_MS = 1_000;
/** The timeout of the receiver function, in ms, as lib/functions/receiver-function.ts sets it. */
const MAX_RECEIVER_MS = 3_000;
const MAX_SHOWN_CHARACTERS = 300;

/** A hook to send, and the deployment to send it to. */
interface HookTest {
  readonly outputs: Pick<StackOutputs, 'stack' | 'url' | 'domainTarget'>;
  /** The secret of a token with the scopes hooks and read. */
  readonly secret: string;
  readonly stream: TestStream;
  readonly signal: AbortSignal;
}

/** `blocked`: the receiver accepts no hooks from this machine's address. */
type HookTestResult = 'read back' | 'blocked';

interface UnexpectedResult extends HttpResult {
  /** Without the secret. */
  readonly requestLine: string;
  readonly expected: string;
}

/** Sends the hook and reads it back, repeatedly until it works. Throws, with the last response, when it does not in time. */
export async function sendTestHook(test: HookTest, timeoutMs = MAX_START_MS): Promise<HookTestResult> {
  const deadline = performance.now() + timeoutMs;
  let isWaiting = false;
  for (;;) {
    const sent = isWaiting ? undefined : await sendHook(test);
    isWaiting ||= isDeferred(sent);
    const result = await readBack(test, sent);
    if (typeof result === 'string') return result;
    if (performance.now() > deadline) throw new Error(explainFailure(result, test.outputs, timeoutMs));
    await setTimeout(RETRY_DELAY_MS, undefined, { signal: test.signal }).catch(() => test.signal.throwIfAborted());
  }
}

const hooksUrl = ({ outputs: { url } }: HookTest): string => `${url}/hooks/${TEST_APP}/`;

/** A deferred hook is applied without being sent again. A second one would be deferred too, and perhaps applied after the cleanup. */
function isDeferred(sent: HttpResult | undefined): boolean {
  return sent?.status === 200 && sent.text.includes('"deferred"');
}

/**
 * Posts the hook. When no response came, waits until the receiver cannot write any more (except after a slow cold start), so
 * that the cleanup removes what it wrote.
 */
async function sendHook(test: HookTest): Promise<HttpResult> {
  const headers = { 'content-type': 'application/json; charset=UTF-8' };
  const init = { method: 'POST', headers, body: test.stream.body };
  test.signal.throwIfAborted();
  let result: HttpResult | undefined;
  try {
    result = await sendRequest(`${hooksUrl(test)}${test.secret}`, init, test.signal);
    return result;
  } finally {
    if (result === undefined || result.isTimedOut) await setTimeout(MAX_RECEIVER_MS);
  }
}

async function readBack(test: HookTest, sent: HttpResult | undefined): Promise<HookTestResult | UnexpectedResult> {
  const { outputs, secret, stream, signal } = test;
  const path = `${outputs.url}/stream?${new URLSearchParams({ app: TEST_APP, id: stream.id })}`;
  const read = await sendRequest(path, { headers: { authorization: `Bearer ${secret}` } }, signal);
  if (sent !== undefined) {
    if (isRefusal(sent, 403) && (read.status === 200 || isRefusal(read, 404))) return 'blocked';
    if (sent.status !== 200)
      return { ...sent, requestLine: `POST ${hooksUrl(test)}***`, expected: '200 and its outcome' };
  }
  if (read.status === 200 && showsTestStream(read.text, stream)) return 'read back';
  return { ...read, requestLine: `GET ${path}`, expected: '200 and the stream that was sent' };
}

/** Whether a function itself refused, not API Gateway. Where the reader accepts the token, the receiver's 403 means the address. */
const isRefusal = ({ status, text }: HttpResult, refused: number): boolean =>
  status === refused && text.startsWith('{"error":');

function explainFailure(unexpected: UnexpectedResult, outputs: HookTest['outputs'], timeoutMs: number): string {
  const { requestLine, status, text, expected } = unexpected;
  const received =
    status === undefined ? `no answer (${text})` : `${status} ${text.slice(0, MAX_SHOWN_CHARACTERS)}`.trim();
  return `The test hook did not get through within ${timeoutMs / 1000} s. ${requestLine}: received ${received}, expected ${expected}. ${suggestFix(unexpected, outputs)} The stack is deployed: npm run deploy tests it again.`;
}

function suggestFix({ requestLine, status }: UnexpectedResult, { stack, domainTarget }: HookTest['outputs']): string {
  const domain =
    domainTarget === undefined ? '' : `, and that the name of the custom domain is a CNAME of ${domainTarget}`;
  if (status === undefined) return `Check that this machine is online${domain}.`;
  if (status === 403) return `API Gateway refused it: check its access policy${domain}.`;
  if (status === 429) return 'More requests arrive than throttleRate allows.';
  const part = requestLine.startsWith('POST') ? 'Receiver' : 'Reader';
  return `See the log of the function, a log group ${stack}-${part}… in CloudWatch${domain}.`;
}
