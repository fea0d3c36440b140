import { createReadStream } from 'node:fs';

/**
 * The lines of a file, however large it is. Only a line feed ends one, as in what a receiver writes: `node:readline` also
 * ends them at signs which a stranger's text may hold. Throws, for a person, when it cannot be read.
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
