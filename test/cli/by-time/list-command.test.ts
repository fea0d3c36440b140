import { expect, test } from 'vitest';
import { createRecordingsCommand, createSessionsCommand } from '../../../cli/by-time/list-command.ts';
import type { RecordingRow } from '../../../cli/by-time/recording-list.ts';
import type { SessionRow } from '../../../cli/by-time/session-list.ts';
import { measureWidth } from '../../../terminal/truncate.ts';
import { runInProcess } from '../run-in-process.ts';
import { TOKEN, useListServer } from './list-server.ts';

const server = useListServer();
const target = () => ({ STREAMS_URL: server.url, STREAMS_TOKEN: TOKEN });
const sessions = (...args: string[]) => runInProcess(createSessionsCommand(), args, target());
const recordings = (...args: string[]) => runInProcess(createRecordingsCommand(), args, target());

const period = ['--from', '2025-11-24', '--to', '2025-11-26'];
const hostile = '=HYPERLINK("http://a")\x1b[2J\r\n,"';

function session(minute: number, overrides: Partial<SessionRow> = {}): SessionRow {
  const startedAt = new Date(Date.parse('2025-11-25T08:00Z') + minute * 60_000).toISOString();
  const endedAt = new Date(Date.parse(startedAt) + 30_000).toISOString();
  return {
    app: 'LiveApp',
    id: `cam-${minute}`,
    streamName: null,
    startedAt,
    endedAt,
    durationMs: 30_000,
    endReason: 'ended',
    ...overrides,
  };
}

function recording(minute: number, overrides: Partial<RecordingRow> = {}): RecordingRow {
  const at = new Date(Date.parse('2025-11-25T08:00Z') + minute * 60_000).toISOString();
  return {
    app: 'LiveApp',
    id: 'cam-1',
    streamName: 'Door',
    vodId: `v${minute}`,
    name: 'cam-1.mp4',
    durationMs: 94_211,
    at,
    ...overrides,
  };
}

test('sessions lists those of all pages, newest first, in a table and as JSON', async () => {
  server.data.sessions = [0, 1, 2, 3, 4, 5, 6].map((minute) => session(minute));
  const { stdout, code, stderr } = await sessions(...period);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^STREAM +STARTED +ENDED +DURATION +END REASON\nLiveApp\/cam-6 .+ 30 s +ended\nLiveApp\/cam-5 /,
  );
  expect(stdout).toMatch(/\n\n7 sessions from .+ to .+\n$/);
  expect(JSON.parse((await sessions(...period, '--json')).stdout)).toEqual(server.data.sessions.toReversed());
});

test('recordings lists those of all pages; the column of links is there where the receiver makes them', async () => {
  server.data.recordings = [0, 1, 2, 3].map((minute) => recording(minute));
  expect((await recordings(...period)).stdout).toMatch(/^READY +STREAM +RECORDING +DURATION +VOD ID\n.+ +v3\n/);
  expect((await recordings(...period, '--csv')).stdout.split('\r\n')[0]).toBe(
    'app,id,streamName,vodId,name,durationMs,at',
  );
  server.data.recordings = [recording(0, { url: 'https://b.example/LiveApp/cam-1.mp4' }), recording(1, { url: null })];
  expect((await recordings(...period)).stdout).toContain('https://b.example/LiveApp/cam-1.mp4');
  expect((await recordings(...period, '--csv')).stdout.split('\r\n').slice(0, 3)).toEqual([
    'app,id,streamName,vodId,name,durationMs,at,url',
    'LiveApp,cam-1,Door,v1,cam-1.mp4,94211,2025-11-25T08:01:00.000Z,',
    'LiveApp,cam-1,Door,v0,cam-1.mp4,94211,2025-11-25T08:00:00.000Z,https://b.example/LiveApp/cam-1.mp4',
  ]);
});

test('--csv has a header line always, CRLF, and no cell that a spreadsheet would calculate', async () => {
  expect((await sessions(...period, '--csv')).stdout).toBe(
    'app,id,streamName,startedAt,endedAt,durationMs,endReason\r\n',
  );
  server.data.sessions = [session(0, { id: '-1', streamName: hostile, startedAt: null, durationMs: null })];
  expect((await sessions(...period, '--csv')).stdout).toBe(
    `app,id,streamName,startedAt,endedAt,durationMs,endReason\r\nLiveApp,'-1,"'=HYPERLINK(""http://a"")\x1b[2J\r\n,""",,2025-11-25T08:00:30.000Z,,ended\r\n`,
  );
});

test('no control character reaches the terminal, and no line is wider than it', async () => {
  server.data.sessions = [session(0, { id: 'c'.repeat(200), streamName: hostile })];
  server.data.recordings = [recording(0, { name: hostile, url: hostile })];
  for (const { stdout } of [
    await sessions(...period),
    await sessions(...period, '--json'),
    await recordings(...period),
  ])
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  for (const line of (await sessions(...period)).stdout.split('\n'))
    expect(measureWidth(line)).toBeLessThanOrEqual(100);
});

test('a presumed end that moved between two pages is listed once, as it was answered last', async () => {
  const presumed = session(5, { endReason: 'presumedEnded' });
  const moved = { ...presumed, endedAt: '2025-11-25T08:06:00.000Z', durationMs: 60_000 };
  server.data.sessions = [session(1), session(2), session(3), session(4), moved, presumed];
  const { stdout } = await sessions(...period, '--json');
  expect(JSON.parse(stdout).filter(({ id }: SessionRow) => id === 'cam-5')).toEqual([presumed]);
});

test('by default it asks for the last 24 hours, and --app and --limit narrow it', async () => {
  const now = Date.now();
  server.data.sessions = [
    session(0, { endedAt: new Date(now - 23 * 3_600_000).toISOString(), id: 'a' }),
    session(1, { endedAt: new Date(now - 22 * 3_600_000).toISOString(), id: 'b' }),
    session(2, { endedAt: new Date(now - 21 * 3_600_000).toISOString(), id: 'c', app: 'Other' }),
    session(3, { endedAt: new Date(now - 25 * 3_600_000).toISOString(), id: 'd' }),
  ];
  const ids = async (...args: string[]) =>
    JSON.parse((await sessions('--json', ...args)).stdout).map(({ id }: SessionRow) => id);
  expect(await ids()).toEqual(['c', 'b', 'a']);
  expect(await ids('--app', 'LiveApp')).toEqual(['b', 'a']);
  expect(await ids('--limit', '2')).toEqual(['c', 'b']);
  expect((await sessions('--limit', '2')).stdout).toContain('2 sessions from');
  expect((await sessions('--limit', '2')).stdout).toContain('; there are more');
  expect((await sessions('--app', 'Nope')).stdout).toMatch(/^No sessions from .+ to now\.\n$/);
});

test('times with an offset and dates are asked for in UTC', async () => {
  await sessions('--from', '2025-11-24T09:00+01:00', '--to', '2025-11-25');
  const query = new URL(server.paths[0] ?? '', server.url).searchParams;
  expect([query.get('from'), query.get('to')]).toEqual(['2025-11-24T08:00:00.000Z', '2025-11-25T00:00:00.000Z']);
});

test.each([
  {
    completeSince: '2025-11-25T00:00:00.000Z',
    warning:
      'Warning: the receiver has all sessions from 2025-11-25T00:00:00.000Z on, so that earlier ones may be missing.\n',
  },
  { completeSince: undefined, warning: 'Warning: the receiver does not say from when on it has all sessions.\n' },
  { completeSince: '2025-11-24T00:00:00.000Z', warning: '' },
])('a receiver that is complete since $completeSince: "$warning"', async ({ completeSince, warning }) => {
  server.data.completeSince = completeSince;
  const { stderr, stdout } = await sessions(...period, '--json');
  expect({ stderr, stdout }).toEqual({ stderr: warning, stdout: '[]\n' });
});

test('a page behind the first is asked for again, until the receiver is well', async () => {
  server.data.sessions = [0, 1, 2, 3, 4].map((minute) => session(minute));
  let failures = 1;
  server.data.fail = (path) =>
    path.includes('cursor') && failures-- > 0 ? { status: 503, error: 'try again' } : undefined;
  expect(JSON.parse((await sessions(...period, '--json')).stdout)).toHaveLength(5);
});

test.each([
  {
    args: ['--from', 'yesterday'],
    says: 'Expected a date, such as 2026-11-25, or an ISO 8601 time with Z or an offset',
  },
  { args: ['--from', '2025-02-30'], says: 'Expected a date, such as 2026-11-25' },
  { args: ['--from', '2025-11-25T12:00'], says: 'with Z or an offset' },
  {
    args: ['--from', '2025-11-25', '--to', '2025-11-25'],
    says: '--from: received 2025-11-25T00:00:00.000Z, expected a time before --to',
  },
  { args: ['--from', '2999-01-01'], says: '--from: received 2999-01-01T00:00:00.000Z, expected a time before now' },
  { args: ['--csv', '--json'], says: "option '--csv' cannot be used with option '--json'" },
  { args: ['--token', 'wrong'], says: 'rejected the token (401)' },
])('$args is an error of one line and exit code 1', async ({ args, says }) => {
  const { code, stdout, stderr } = await sessions(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(says);
});

test('a receiver that cannot answer the first page is an error at once', async () => {
  server.data.fail = () => ({ status: 503, error: 'the table is unavailable: try again' });
  expect((await sessions()).stderr).toBe(`${server.url} answered 503: "the table is unavailable: try again"\n`);
  expect(server.paths).toHaveLength(1);
});

test('a receiver without the lists says why', async () => {
  server.data.fail = () => ({ status: 404, error: 'the setting byDay is off' });
  const { code, stderr } = await sessions();
  expect({ code, stderr }).toEqual({ code: 1, stderr: `${server.url} answered 404: "the setting byDay is off"\n` });
});
