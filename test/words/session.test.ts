import { expect, test } from 'vitest';
import { formatEndReason } from '../../words/session.ts';

test.each([
  { reason: 'ended', text: 'ended' },
  { reason: 'presumedEnded', text: 'presumed ended: no sign since then' },
  { reason: 'superseded', text: 'superseded by the next start' },
  { reason: null, text: null },
] as const)('the end reason $reason is $text', ({ reason, text }) => expect(formatEndReason(reason)).toBe(text));
