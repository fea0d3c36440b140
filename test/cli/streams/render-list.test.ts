import pc from 'picocolors';
import { expect, test } from 'vitest';
import { renderList } from '../../../cli/streams/render-list.ts';
import { buildStream } from '../../words/stream.builder.ts';

const plain = pc.createColors(false);
const now = Date.parse('2026-11-02T12:00:00.000Z');
const streams = Array.from({ length: 5 }, (_, index) =>
  buildStream({ id: `front-door-mwtv6h1k-${index}`, name: 'Front door', status: index < 3 ? 'live' : 'ended' }),
);

test('shows the first streams and counts all when there are too many', () => {
  const lines = renderList({ streams, more: false }, now, { width: 100, colours: plain }, 2).split('\n');
  expect(lines.filter((line) => line.includes('LiveApp/'))).toHaveLength(2);
  expect(lines.at(-1)).toBe('3 live, 2 ended; the first 2 are shown');
});

test('ids that differ at the end stay distinct on a narrow terminal', () => {
  const text = renderList({ streams, more: false }, now, { width: 40, colours: plain });
  for (const [index] of streams.entries()) expect(text).toMatch(new RegExp(`LiveApp/.*….*-${index}\\b`));
});
