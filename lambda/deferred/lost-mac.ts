import { createHmac } from 'node:crypto';

/**
 * Signs an event (as `serializeDeferred` writes it) that only the log holds. A replay of log lines accepts no event without
 * this MAC, since a log also holds texts of strangers (decision 16).
 */
export const lostMac = (key: string, lost: string): string =>
  createHmac('sha256', key).update(lost).digest('base64url');
