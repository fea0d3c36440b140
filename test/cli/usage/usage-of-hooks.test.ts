import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSessionsCommand } from '../../../cli/by-time/list-command.ts';
import type { SessionRow } from '../../../cli/by-time/session-list.ts';
import { createUsageCommand } from '../../../cli/usage/usage-command.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { createRandom, shuffle } from '../../../oracle/random.ts';
import { presumeEnd } from '../../local/presume-end.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** The period of the bill begins within the history, and is over. */
const today = Math.floor(Date.now() / DAY) * DAY;
const period = { from: today - 12 * DAY, to: today - 5 * DAY };
const PERIOD = ['--from', new Date(period.from).toISOString(), '--to', new Date(period.to).toISOString()];
const CUSTOMERS = ['c-1', 'c-2', 'c-3'];
const HOOKS_AT_ONCE = 4;

/** A session as it happened; times in ms since the epoch. */
interface TrueSession {
  readonly id: string;
  readonly customer: string;
  readonly from: number;
  readonly to: number;
  /** How its end is known: not at all of one that a start supersedes. */
  readonly end: 'hook' | 'superseded' | 'open';
}

const dataDir = useTempFolder('usage');
let receiver: Receiver;
const happened = Array.from({ length: 5 }, (_, index) => liveTimes(`cam-${index}`, createRandom(index + 1))).flat();

beforeAll(async () => {
  receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir, log: () => {} });
  const hooks = shuffle(happened.flatMap(hooksOf), createRandom(7));
  for (let sent = 0; sent < hooks.length; sent += HOOKS_AT_ONCE)
    await Promise.all(hooks.slice(sent, sent + HOOKS_AT_ONCE).map((hook) => post(hook, 'LiveApp')));
});
afterAll(() => receiver.close());

const target = () => ({ STREAMS_URL: receiver.url, STREAMS_TOKEN: receiver.token });

/** The sessions of a stream from before the period to after it, on whole minutes; some follow each other at once. */
function liveTimes(id: string, random: () => number): TrueSession[] {
  const sessions: TrueSession[] = [];
  let at = period.from - 2 * DAY;
  while (at < period.to + DAY) {
    const customer = CUSTOMERS[Math.floor(random() * CUSTOMERS.length)] ?? '';
    const to = at + Math.ceil(random() ** 3 * 3_000) * MINUTE;
    const isSuperseded = random() < 0.3;
    sessions.push({ id, customer, from: at, to, end: isSuperseded ? 'superseded' : 'hook' });
    at = to + (isSuperseded ? 0 : Math.ceil(random() * 200) * MINUTE);
  }
  const last = sessions.at(-1);
  return last === undefined ? [] : [...sessions.slice(0, -1), { ...last, to: Date.now() + DAY, end: 'open' }];
}

function hooksOf({ id, customer, from, to, end }: TrueSession): object[] {
  const metadata = JSON.stringify({ customerId: customer });
  const started = { action: 'liveStreamStarted', id, timestamp: from, metadata };
  return end === 'hook' ? [started, { action: 'liveStreamEnded', id, timestamp: to, metadata }] : [started];
}

async function post(hook: object, app: string): Promise<void> {
  const url = `${receiver.url}/hooks/${app}/${receiver.token}`;
  const send = () => fetch(url, { method: 'POST', body: JSON.stringify(hook) });
  await vi.waitFor(async () => expect((await send()).status).toBe(200), { timeout: 20_000, interval: 100 }); // as the media server repeats it
}

async function usage(...args: string[]) {
  const { stdout, stderr } = await runInProcess(createUsageCommand(), [...PERIOD, ...args, '--json'], target());
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const minutesBy = async (column: string, ...args: string[]) =>
  Object.fromEntries((await usage(...args)).rows.map((row: Record<string, unknown>) => [row[column], row.minutes]));

/** Counts every minute of the period in which a stream was live, by a name of it. */
function countMinutes(nameOf: (session: TrueSession, minute: number) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const session of happened) {
    for (let minute = session.from; minute < session.to; minute += MINUTE) {
      if (minute < period.from || minute >= period.to) continue;
      const name = nameOf(session, minute);
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return counts;
}

const dateIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (_session: TrueSession, minute: number) => format.format(minute);
};

test('hooks in any order are billed to the minute, by stream, customer and day', async () => {
  const byStream = countMinutes(({ id }) => id);
  await vi.waitFor(async () => expect(await minutesBy('id', '--by', 'stream')).toEqual(byStream), { timeout: 20_000 }); // deferred ones too
  expect(await minutesBy('value', '--by', 'metadata.customerId')).toEqual(countMinutes(({ customer }) => customer));
  expect(await minutesBy('day', '--by', 'day')).toEqual(countMinutes(dateIn('UTC')));
  expect(await minutesBy('day', '--by', 'day', '--tz', 'America/New_York')).toEqual(
    countMinutes(dateIn('America/New_York')),
  );
});

test('sessions lists each that ended in the period', async () => {
  const { stdout } = await runInProcess(createSessionsCommand(), [...PERIOD, '--json'], target());
  const ended = happened.filter(({ to }) => to >= period.from && to < period.to);
  const expected = ended
    .map(({ id, from, to, end }) => ({
      id,
      startedAt: new Date(from).toISOString(),
      endedAt: new Date(to).toISOString(),
      endReason: end === 'hook' ? 'ended' : end,
    }))
    .map((session) => JSON.stringify(session));
  const listed = JSON.parse(stdout).map(({ id, startedAt, endedAt, endReason }: SessionRow) =>
    JSON.stringify({ id, startedAt, endedAt, endReason }),
  );
  expect(listed.sort()).toEqual(expected.sort());
});

test('a presumed end and a missed start are billed as far as they are known, and marked', async () => {
  const lastBeat = period.from + 90 * MINUTE;
  await post({ action: 'liveStreamStarted', id: 'quiet', timestamp: period.from - DAY }, 'Marked');
  await post({ action: 'liveStreamStatus', id: 'quiet', timestamp: lastBeat }, 'Marked');
  await presumeEnd(dataDir, { app: 'Marked', id: 'quiet', at: lastBeat });
  await post({ action: 'liveStreamEnded', id: 'missed', timestamp: period.from + DAY }, 'Marked');
  const { rows, total } = await usage('--app', 'Marked', '--by', 'stream');
  expect(rows).toMatchObject([
    { id: 'quiet', minutes: 90, sessions: 1, presumedEnds: 1, startUnknown: 0 },
    { id: 'missed', minutes: 0, sessions: 1, presumedEnds: 0, startUnknown: 1 },
  ]);
  expect(total).toMatchObject({ minutes: 90, sessions: 2, open: 0, presumedEnds: 1, startUnknown: 1 });
});
