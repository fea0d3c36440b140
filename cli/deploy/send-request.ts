/** In ms: the function's own timeout, and a cold start. */
const TIMEOUT_MS = 10_000;

/** A response, or why there is none. */
export interface HttpResult {
  readonly status: number | undefined;
  readonly text: string;
  /** Whether the wait was given up: the server may still be working on the request. */
  readonly isTimedOut?: boolean;
}

/** Sends one request. Throws only when the signal aborts. */
export async function sendRequest(url: string, init: RequestInit, signal: AbortSignal): Promise<HttpResult> {
  try {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, timeout]) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    return { status: undefined, text: explainFailure(error), isTimedOut: isTimeout(error) };
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isTimeout(error)) return `nothing within ${TIMEOUT_MS / 1000} s`;
  if (error.cause instanceof Error) return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
  return error.message;
}
