import pc from 'picocolors';
import { expect, test } from 'vitest';
import { renderList } from '../../../cli/streams/render-list.ts';
import { buildStream } from '../../board/stream.builder.ts';

const plain = pc.createColors(false);
const now = Date.parse('2026-11-02T12:00:00.000Z');
const streams = Array.from({ length: 5 }, (_, index) =>
  buildStream({ id: `front-door-mwtv6h1k-${index}`, name: 'Front door', status: index < 3 ? 'live' : 'ended' }),
);

test('of more streams than there is room for the first are shown and all are counted', () => {
  const lines = renderList({ streams, more: false }, now, { width: 100, colours: plain }, 2).split('\n');
  expect(lines.filter((line) => line.includes('LiveApp/'))).toHaveLength(2);
  expect(lines.at(-1)).toBe('3 live, 2 ended; the first 2 are shown');
});

test('where the terminal is narrow the ends of ids are still told apart', () => {
  const text = renderList({ streams, more: false }, now, { width: 40, colours: plain });
  for (const [index] of streams.entries()) expect(text).toMatch(new RegExp(`LiveApp/.*….*-${index}\\b`));
});
