import pc from 'picocolors';
import { expect, test } from 'vitest';
import { judgeStatus } from '../../../cli/status/judge-status.ts';
import { renderStatus } from '../../../cli/status/render-status.ts';
import type { Part, StatusParts } from '../../../cli/status/status-parts.ts';
import { measureWidth } from '../../../terminal/truncate.ts';

const at = '2026-11-02T12:00:00.000Z';
const now = Date.parse(at) + 20_000;
const style = { width: 80, colours: pc.createColors(false) };
const read = <T>(value: T): Part<T> => ({ kind: 'read', value });
const absent: Part<never> = {
  kind: 'absent',
  reason: 'Not in the read API: --stack NAME, with AWS credentials, has it.',
};

const id = 'a-camera-with-a-long-name-0123456789';
const parts: StatusParts = {
  ...{ alarms: absent, deferred: absent, announcements: absent, notifications: absent },
  counts: read({
    live: 700,
    stale: 60,
    missing: 5,
    presumedEnded: 4,
    failing: 3,
    endedLastHour: 200,
    at,
    sweepMs: 60_000,
    apps: [],
  }),
  hooks: read({ lastAt: at, live: 1, liveSince: null, nodes: [], more: false, unlisted: null, apps: ['LiveApp'] }),
  errors: read({
    streams: [{ app: 'LiveApp', id, kind: 'endpointFailed', detail: 'rtmp://a.example.com/live2/***', at }],
    more: false,
    log: null,
  }),
  refusals: read({
    count: 2,
    coverage: null,
    sums: [{ app: 'LiveApp', id, use: 'publish', reason: 'noKey', count: 2, lastAt: at, mayBeLater: false }],
  }),
};

test('fits a terminal of 80 columns, and cuts neither sums nor the words that matter', () => {
  const [, ...lines] = renderStatus(
    { name: 'the stack Hooks', token: null },
    parts,
    judgeStatus(parts, now),
    now,
    style,
  ).split('\n');
  expect(Math.max(...lines.map(measureWidth))).toBeLessThanOrEqual(80);
  const text = lines.join('\n');
  expect(text).toContain(`
Streams        700 live (60 stale), 5 missing, 4 presumed ended, 3 failing, 200
               ended in the last hour
`);
  expect(text).toMatch(/^ +LiveApp\/a-came…me-0123456789 {2}\S+ endpointFailed/m);
  expect(text).toMatch(/^ +LiveApp\/a-came…me-0123456789 {2}publisher 2 times: it had no key/m);
});
