import { promptHidden } from './prompt-hidden.ts';

/** A line end on Windows, in bytes. */
const LINE_END_BYTES = 2;

/**
 * Reads a secret from a prompt, or from standard input when that is no terminal, without the line end behind it. Reading stops
 * once it is longer than `maxBytes`: the caller refuses what is.
 */
export async function readHidden(question: string, maxBytes: number): Promise<string> {
  const { stdin } = process;
  const text = stdin.isTTY ? await promptHidden(question) : await readUpTo(stdin, maxBytes + LINE_END_BYTES);
  return text.replace(/\r?\n$/, '');
}

async function readUpTo(input: AsyncIterable<Buffer | string>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    bytes += Buffer.byteLength(chunk);
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks).toString();
}
