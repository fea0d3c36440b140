/**
 * The rows of one answer, in bytes. Lambda hands on at most 6 MB (6 291 556 bytes) of its response, in which the body is a
 * text within JSON; compressed and in base64, the worst text that fits this takes as much.
 */
export const MAX_RESPONSE_BYTES = 5_000_000;

/** What is left of the bytes of one answer: all its lists share them. */
export class ResponseBudget {
  #remaining: number;

  constructor(bytes = MAX_RESPONSE_BYTES) {
    this.#remaining = bytes;
  }

  get remaining(): number {
    return this.#remaining;
  }

  /** Takes a row of the answer; false where it does not fit, or less than `spared` bytes would be left. */
  take(row: object, reserved = 0): boolean {
    const bytes = bytesInLambdaResponse(row);
    if (bytes > this.#remaining - reserved) return false;
    this.#remaining -= bytes;
    return true;
  }

  /** Takes rows from the first on, while they fit and leave as many bytes as are spared. */
  takeWhileFits<T extends object>(rows: readonly T[], reserved = 0): T[] {
    const end = rows.findIndex((row) => !this.take(row, reserved));
    return rows.slice(0, end < 0 ? rows.length : end);
  }
}

/** The bytes of a row in the response of a function: JSON within JSON, where each quote and backslash is escaped again. */
const bytesInLambdaResponse = (row: object): number => Buffer.byteLength(JSON.stringify(JSON.stringify(row)));
