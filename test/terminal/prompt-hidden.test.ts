import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { promptHidden } from '../../terminal/prompt-hidden.ts';

/** Types on a terminal, key by key; returns what was read, and what was shown. */
async function typeInto(keys: readonly string[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk) => {
    shown += chunk;
  });
  const answer = promptHidden('Secret: ', { input, output });
  for (const key of keys) {
    input.write(key);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { answer: await answer, shown };
}

test.each([
  { what: 'key by key', keys: [...'S3cret', '\r'], answer: 'S3cret' },
  { what: 'pasted', keys: ['S3cret\n'], answer: 'S3cret' },
  { what: 'corrected', keys: [...'S3crex', '\x7f', 't', '\r'], answer: 'S3cret' },
  { what: 'left by Ctrl-C', keys: [...'S3cret', '\x03'], answer: '' },
  { what: 'left by Ctrl-D', keys: ['\x04'], answer: '' },
])('what is typed is not shown: $what', async ({ keys, answer }) => {
  expect(await typeInto(keys)).toEqual({ answer, shown: 'Secret: \n' });
});
