/** The longest id of a stream, in characters; the longest app or host, in bytes as a key has it. */
export const MAX_NAME_LENGTH = 400;

/** A name as a key has it: whatever could collide with what stands around it is encoded. */
export function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

/** Whether an app, or a host, can be part of a key. */
export function fitsKey(name: string): boolean {
  return name !== '' && encodeName(name).length <= MAX_NAME_LENGTH;
}

/** Whether it can be the id of a stream: the media server takes any text that a publisher names, as `0/test` or `a%2Fb`. */
export function isStreamId(id: string): boolean {
  return streamId.test(id);
}

const streamId = new RegExp(String.raw`^\P{Cc}{1,${MAX_NAME_LENGTH}}$`, 'u');
