/** The longest name that goes into a key, in bytes as the key has it: with two of them DynamoDB's 1 024 are not reached. */
export const MAX_NAME = 400;

/** A name as a key has it: whatever could collide with what stands around it is encoded. */
export function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

/** Whether an app, or a host, can be part of a key. */
export function fitsKey(name: string): boolean {
  return name !== '' && encoded(name).length <= MAX_NAME;
}

/** Whether the media server can send this id: its own are of letters, digits, `-`, `_` and `.`. */
export function isStreamId(id: string): boolean {
  return id.length <= MAX_NAME && /^[A-Za-z0-9_.-]+$/.test(id);
}
