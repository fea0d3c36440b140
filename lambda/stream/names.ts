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

/** Whether a text can name a stream: 1 to 400 characters, none of them a control character. */
export function isStreamId(id: string): boolean {
  return /^\P{Cc}{1,400}$/u.test(id);
}
