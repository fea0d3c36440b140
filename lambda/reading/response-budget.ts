/**
 * The rows of one response, in bytes. Lambda returns at most 6 MB (6 291 556 bytes), in which the body is a text within JSON;
 * compressed and in base64, the worst text within this bound takes as much.
 */
export const MAX_RESPONSE_BYTES = 5_000_000;

/** The remaining bytes of one response, which all its lists share. */
export class ResponseBudget {
  #remaining: number;

  constructor(bytes = MAX_RESPONSE_BYTES) {
    this.#remaining = bytes;
  }

  get remaining(): number {
    return this.#remaining;
  }

  /** Takes the bytes of a row; false when they would leave less than `reserved`. */
  take(row: object, reserved = 0): boolean {
    const bytes = bytesInLambdaResponse(row);
    if (bytes > this.#remaining - reserved) return false;
    this.#remaining -= bytes;
    return true;
  }

  /** Takes rows from the first on while they fit and leave `reserved` bytes. */
  takeWhileFits<T extends object>(rows: readonly T[], reserved = 0): T[] {
    const end = rows.findIndex((row) => !this.take(row, reserved));
    return rows.slice(0, end < 0 ? rows.length : end);
  }
}

/** The bytes of a row in the response of a function: JSON within JSON, in which quotes and backslashes are escaped again. */
const bytesInLambdaResponse = (row: object): number => Buffer.byteLength(JSON.stringify(JSON.stringify(row)));
