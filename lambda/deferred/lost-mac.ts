import { hmac } from '../hmac.ts';

/**
 * Signs an event (as `serializeDeferred` writes it) that only the log holds. A replay of log lines accepts no event without
 * this MAC, since a log also holds texts of strangers (decision 16).
 */
export const lostMac = (key: string, lost: string): string => hmac(key, lost);
