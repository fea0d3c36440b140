/** The error of a request to the read API. */
export class ApiError extends Error {
  /** Of the response; undefined where there was none. */
  readonly status: number | undefined;
  /** What the response says, or why there was none. */
  readonly reason: string;

  constructor(path: string, status: number | undefined, reason: string, cause?: unknown) {
    super(`GET ${path}: ${status === undefined ? 'no response' : `received ${status}`}: ${reason}`, { cause });
    this.status = status;
    this.reason = reason;
  }

  /** Whether the receiver did not answer, was too busy or could not reach its table: another attempt may succeed. */
  get isTransient(): boolean {
    return this.status === undefined || this.status === 429 || this.status >= 500;
  }
}

/** Returns why there was no response: the code of a failed connection, where it has one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
  return error.message;
}

/** Returns what the body of an error says. */
export function readReason(text: string): string {
  const [, reason = '"without a reason"'] = /"error":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return reason;
}
