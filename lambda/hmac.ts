import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 in base64url. */
export const hmac = (key: string, data: Buffer | string): string =>
  createHmac('sha256', key).update(data).digest('base64url');
