import { readHidden } from '../../terminal/read-hidden.ts';

/** In bytes; a parameter holds 4 KB. */
const MAX_SECRET_BYTES = 2_048;

/** Reads the JWT secret of an app from a prompt, or from standard input when that is no terminal. Throws when it is none. */
export async function readJwtSecret(app: string): Promise<string> {
  const secret = await readHidden(`JWT secret of ${app} (not shown): `, MAX_SECRET_BYTES);
  if (secret === '') throw secretError('nothing');
  if (Buffer.byteLength(secret) > MAX_SECRET_BYTES) throw secretError(`more than ${MAX_SECRET_BYTES} bytes`);
  if (/[\p{Cc}]/u.test(secret)) throw secretError('more than one line, or control characters');
  return secret;
}

const secretError = (received: string): Error =>
  new Error(
    `JWT secret: received ${received}, expected it on one line, at the prompt or on standard input, as in < secret.txt; with --no-jwt there is none.`,
  );
