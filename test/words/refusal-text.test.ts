import { describe, expect, test } from 'vitest';
import { countedReasons, keyUses } from '../../lambda/stream/refusal.ts';
import { formatReason, formatRemedy } from '../../words/refusal-text.ts';

const kinds = countedReasons.flatMap((reason) => keyUses.map((use) => ({ reason, use })));

describe('each reason', () => {
  test.each(kinds)('says in words why and what to do: $reason, $use', (kind) => {
    expect(formatReason(kind)).toMatch(/^(it|its|the) [\w ,]+$/);
    expect(formatRemedy(kind)).toMatch(/^[A-Z].{20,110}\.$/);
  });

  test('of publishers and players has its own remedy where that differs', () => {
    const remedyOf = (use: 'publish' | 'play') => formatRemedy({ use, reason: 'noKey' });
    expect(remedyOf('publish')).toContain('encoder');
    expect(remedyOf('play')).toContain('player');
  });
});

test.each(['geoBlocked', 'constructor', ''])('a reason of a later release is shown as it is: "%s"', (reason) => {
  expect(formatReason({ use: 'publish', reason })).toBe(reason);
  expect(formatRemedy({ use: 'publish', reason })).toBeNull();
});
