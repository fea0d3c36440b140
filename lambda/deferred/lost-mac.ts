import { createHmac } from 'node:crypto';

/**
 * The MAC of an event that could be kept nowhere, as the log holds it (a text of `deferredText`: its app, and the hash of a
 * token that is still to be looked up, are in it). Whoever replays a log believes no line without it: texts of strangers are there too.
 */
export const lostMac = (key: string, lost: string): string =>
  createHmac('sha256', key).update(lost).digest('base64url');
