/** A sweep reads no further page of an app's errors, or of its streams of a status, after so many rows. */
export const MAX_COUNTED_ROWS = 10_000;
