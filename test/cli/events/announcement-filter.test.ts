import { describe, expect, test } from 'vitest';
import { matchesFilter, toEventPattern } from '../../../cli/events/announcement-filter.ts';
import { buildEnvelope } from './envelope.builder.ts';

const ended = buildEnvelope('Stream Ended');

describe.each([
  { filter: {}, passes: true, pattern: {} },
  { filter: { app: 'LiveApp' }, passes: true, pattern: { detail: { app: ['LiveApp'] } } },
  { filter: { app: 'liveapp' }, passes: false, pattern: { detail: { app: ['liveapp'] } } },
  { filter: { app: '' }, passes: false, pattern: { detail: { app: [''] } } },
  {
    filter: { type: ['Stream Started', 'Stream Ended'] },
    passes: true,
    pattern: { 'detail-type': ['Stream Started', 'Stream Ended'] },
  },
  { filter: { type: ['Stream Started'] }, passes: false, pattern: { 'detail-type': ['Stream Started'] } },
  {
    filter: { app: 'LiveApp', type: ['Stream Started'] },
    passes: false,
    pattern: { 'detail-type': ['Stream Started'], detail: { app: ['LiveApp'] } },
  },
])('the filter $filter', ({ filter, passes, pattern }) => {
  test(passes ? 'lets an announcement pass' : 'keeps an announcement back', () => {
    expect(matchesFilter(ended, filter)).toBe(passes);
  });

  test('is the same as the pattern of a rule, within the source', () => {
    expect(JSON.parse(toEventPattern(filter))).toEqual({ source: ['ant-media-webhooks'], ...pattern });
  });
});
