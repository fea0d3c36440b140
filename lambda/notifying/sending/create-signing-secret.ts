import { randomBytes } from 'node:crypto';
import { SECRET_PREFIX } from './sign.ts';

/** Creates a secret of 256 random bits, as Standard Webhooks writes it. */
export const createSigningSecret = (): string => `${SECRET_PREFIX}${randomBytes(32).toString('base64')}`;
