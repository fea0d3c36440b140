import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The streams of a terminal. */
export interface TerminalStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks on the terminal for a line that is not shown; an empty text for Ctrl-C and Ctrl-D. The question goes to standard error,
 * so that output such as JSON stays clean.
 */
export async function promptHidden(
  question: string,
  { input, output }: TerminalStreams = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() }); // readline echoes what is typed
  const prompt = createInterface({ input, output: muted, terminal: true, historySize: 0 });
  const closed = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  output.write(question);
  try {
    return await Promise.race([prompt.question(''), closed]);
  } finally {
    prompt.close();
    output.write('\n'); // that of the typed line is not echoed either
  }
}
