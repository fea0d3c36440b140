import { createInterface } from 'node:readline/promises';

/** Asks on the terminal and returns whether the answer is y or yes; Ctrl-C and Ctrl-D are a no. */
export async function confirm(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<undefined>((resolve) => prompt.once('close', () => resolve(undefined)));
  try {
    const answer = await Promise.race([prompt.question(question), closed]);
    if (answer === undefined) console.log(); // the cursor is still on the line of the question
    return /^y(es)?$/i.test(answer?.trim() ?? '');
  } finally {
    prompt.close();
  }
}
