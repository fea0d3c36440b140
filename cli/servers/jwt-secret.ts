import { promptHidden } from '../../terminal/prompt-hidden.ts';

/** In bytes; a parameter holds 4 KB. */
const MAX_SECRET_BYTES = 2_048;
const LINE_END_BYTES = 2;

/** Reads the JWT secret of an app from a prompt, or from standard input when that is no terminal. Throws when it is none. */
export async function readJwtSecret(app: string): Promise<string> {
  const { stdin } = process;
  const text = stdin.isTTY ? await promptHidden(`JWT secret of ${app} (not shown): `) : await readAll(stdin);
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw secretError('nothing');
  if (Buffer.byteLength(secret) > MAX_SECRET_BYTES) throw tooLong();
  if (/[\p{Cc}]/u.test(secret)) throw secretError('more than one line, or control characters');
  return secret;
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const bytesOfChunk = Buffer.from(chunk);
    bytes += bytesOfChunk.length;
    chunks.push(bytesOfChunk);
    if (bytes > MAX_SECRET_BYTES + LINE_END_BYTES) throw tooLong();
  }
  return Buffer.concat(chunks).toString();
}

const tooLong = (): Error => secretError(`more than ${MAX_SECRET_BYTES} bytes`);

const secretError = (received: string): Error =>
  new Error(
    `JWT secret: received ${received}, expected it on one line, at the prompt or on standard input, as in < secret.txt; with --no-jwt there is none.`,
  );
