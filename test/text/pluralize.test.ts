import { expect, test } from 'vitest';
import { pluralize } from '../../lambda/text/pluralize.ts';

test('only 1 is singular', () => {
  expect([pluralize(0, 'frame'), pluralize(1, 'frame'), pluralize(2, 'frame'), pluralize('12K', 'frame')]).toEqual([
    '0 frames',
    '1 frame',
    '2 frames',
    '12K frames',
  ]);
});
