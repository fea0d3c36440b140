/** The maximum length of a stream's id, in characters, and of an app or host, in bytes of its key. */
export const MAX_NAME_LENGTH = 400;

/** Encodes a name for a key, so that it cannot collide with the text around it. */
export function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

/** Whether an app, or a host, can be part of a key. */
export function fitsKey(name: string): boolean {
  return name !== '' && encodeName(name).length <= MAX_NAME_LENGTH;
}

/** Whether a text can be the id of a stream: the media server accepts any that a publisher chooses, such as `0/test` or `a%2Fb`. */
export function isStreamId(id: string): boolean {
  return streamId.test(id);
}

const streamId = new RegExp(String.raw`^\P{Cc}{1,${MAX_NAME_LENGTH}}$`, 'u');
