import { expect, test } from 'vitest';
import { formatStatus, formatVideo } from '../../../cli/streams/format-stream.ts';
import { buildHealth, buildStream } from '../../words/stream.builder.ts';

test.each([
  { overrides: {}, text: 'live' },
  { overrides: { stale: true }, text: 'stale' },
  { overrides: { inferred: true, stale: true }, text: 'stale (inferred)' },
  { overrides: { status: 'presumedEnded' }, text: 'presumed ended' },
] as const)('the status of a stream with $overrides is $text', ({ overrides, text }) => {
  expect(formatStatus(buildStream(overrides))).toBe(text);
});

test.each([
  { health: buildHealth(), text: '1280×720 1.00×' },
  { health: buildHealth({ speed: null }), text: '1280×720' },
  { health: buildHealth({ at: '2026-11-02T11:59:59.999Z' }), text: null },
])('the video of $health is $text', ({ health, text }) => expect(formatVideo(buildStream({ health }))).toBe(text));
