import { expect, test } from 'vitest';
import { formatStatus } from '../../../cli/streams/status-words.ts';
import { buildStream } from '../../board/stream.builder.ts';

test.each([
  { special: {}, words: 'live' },
  { special: { stale: true }, words: 'stale' },
  { special: { inferred: true, stale: true }, words: 'stale (inferred)' },
  { special: { status: 'presumedEnded' }, words: 'presumed ended' },
] as const)('a stream that is $special is called $words', ({ special, words }) => {
  expect(formatStatus(buildStream(special))).toBe(words);
});
