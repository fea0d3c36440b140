/** How long an answer may take, in ms: the function's own time, and the start of its process. */
const PATIENCE_MS = 10_000;

/** What came of a request: a status, or why there was none. */
export interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  /** Whether it was no longer waited for: whoever was asked may still be at it. */
  readonly isGivenUp?: boolean;
}

/** Sends one request; throws only when the signal ends it. */
export async function request(url: string, init: RequestInit, signal: AbortSignal): Promise<Answer> {
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, patience]) });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    signal.throwIfAborted();
    return { status: undefined, text: reasonOf(error), isGivenUp: isTimeout(error) };
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isTimeout(error)) return `nothing within ${PATIENCE_MS / 1000} s`;
  if (error.cause instanceof Error) return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
  return error.message;
}
