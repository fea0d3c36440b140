import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillFigures } from '../../bench/readme-figures.ts';
import { root } from '../exec.ts';

const place = (text: string) => `within <!-- bench: announcementP99Ms -->${text}<!-- end --> ms`;

test.each(['', '21'])('replaces "%s" in the place of a figure by the median of the run', (text) =>
  expect(fillFigures(`half ${place(text)}, ${place(text)}.`, { announcementP99Ms: 33.6 })).toBe(
    `half ${place('34')}, ${place('34')}.`,
  ),
);

test('refuses the place of a figure that no run has', () =>
  expect(() => fillFigures(place(''), { announcementP50Ms: 1 })).toThrow(
    'README.md: received the place of announcementP99Ms, expected one of: announcementP50Ms.',
  ));

test('README.md has a place for the latency of announcements', () =>
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('<!-- bench: announcementP99Ms -->'));
