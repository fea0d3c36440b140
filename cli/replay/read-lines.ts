import { createReadStream } from 'node:fs';

/**
 * Reads a file of any size line by line. Only a line feed ends a line, as in a receiver's log: `node:readline` also splits at
 * characters that a stranger's text may contain. Throws, with what to do, when the file cannot be read.
 */
export async function* readLines(file: string): AsyncGenerator<string> {
  let partial = '';
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const [rest = '', ...next] = String(chunk).split('\n');
      partial += rest;
      for (const line of next) {
        yield partial;
        partial = line;
      }
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new Error(`--lost: received "${file}", which cannot be read (${reason}); expected the log of a receiver.`);
  }
  yield partial;
}
