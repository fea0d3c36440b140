import { expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import { mapConcurrently } from '../../lambda/map-concurrently.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { createRandom, shuffle } from '../../oracle/random.ts';
import { applyAnnouncements, findDuplicates } from '../announcing/apply-announcements.ts';
import { chainProblems } from '../announcing/chain-problems.ts';
import { knownText } from '../announcing/known-text.ts';
import { isPassed } from '../announcing/passed-changes.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { TableStream } from './table-stream.ts';

const STREAMS = 300;
const EVENTS_OF_EACH = Number(process.env.STREAM_EVENTS ?? 3);
/** Processes that record at once. */
const CONCURRENCY = 48;
const SEED = Number(process.env.STREAM_SEED ?? 1);

const engine = useEngine();
const random = createRandom(SEED);
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
const actions = [
  'liveStreamStarted',
  'liveStreamEnded',
  'liveStreamEnded',
  'liveStreamStatus',
  'presumedEnd',
  'vodReady',
  'endpointFailed',
] as const;
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T; // random is below 1

interface TimedAction {
  readonly id: string;
  readonly action: (typeof actions)[number];
  readonly at: number;
}

const ids = Array.from({ length: STREAMS }, (_, n) => `cam-${n}`);

/** The events of one stream: each has a started, and some come twice. */
function eventsOf(id: string): TimedAction[] {
  const any = () => ({ id, action: pick(actions), at: NOW + Math.floor(random() * 15) * 6_000 });
  const events = [
    { id, action: 'liveStreamStarted', at: NOW } as const,
    ...Array.from({ length: EVENTS_OF_EACH - 1 }, any),
  ];
  return random() < 0.2 ? [...events, ...events.slice(-1)] : events;
}

async function record({ id, action, at }: TimedAction): Promise<void> {
  const { streams } = engine();
  if (action === 'presumedEnd')
    await recordPresumedEnd(streams, { app: 'LiveApp', id, at, cause: 'silence', receivedAt: RECEIVED_AT }, 30, true);
  else await recorder.record(streams, buildEvent({ id, action, timestamp: at, vodId: `${at}`, streamName: id }));
}

/** Records the events of all streams, and returns what is announced of the writes that pass the filter. */
async function announceAll(events: readonly TimedAction[]): Promise<Announcement[]> {
  const stream = await TableStream.open(engine().client, engine().endpoint, STREAMS_TABLE);
  await mapConcurrently(closeTogether(events), CONCURRENCY, record);
  const changes = await stream.readChanges();
  const passed = changes.filter(isPassed);
  expect(passed.length).toBeLessThan(changes.length * 0.75); // usually half
  return toAnnouncements(passed, new DescriptionMemory(), (_change, error) => {
    throw error;
  });
}

const isFact = ({ action }: TimedAction): boolean => action === 'vodReady' || action === 'endpointFailed';

test(`of ${STREAMS} streams, whose hooks come at once and in any order, the table's stream announces what makes each known as it is`, async () => {
  const events = ids.flatMap(eventsOf);
  const announcements = await announceAll(events);
  for (const announcement of announcements) expectValid(announcement);

  const known = applyAnnouncements(announcements);
  expect(applyAnnouncements(shuffle(announcements, random))).toEqual(known);
  await mapConcurrently(ids, CONCURRENCY, async (id) => {
    const { state } = readStateRow(await engine().streams.get(stateKey('LiveApp', id)));
    expect(`${id} ${knownText(known.get(`LiveApp/${id}`))}`).toBe(`${id} ${knownText(state)}`);
  });

  expect(new Set(announcements.map(({ detail }) => detail.eventId)).size).toBe(announcements.length);
  expect(findDuplicates(announcements)).toEqual([]);
  expect(chainProblems(announcements)).toEqual([]);
  const facts = announcements.filter(({ detail }) => 'recording' in detail || 'error' in detail);
  expect(facts).toHaveLength(new Set(events.filter(isFact).map((event) => JSON.stringify(event))).size);
  for (const id of ids) {
    const ofStream = announcements.flatMap(({ detail }) =>
      detail.id === id && 'sequence' in detail ? [detail.sequence] : [],
    );
    expect(ofStream).toEqual(ofStream.toSorted((a, b) => a - b));
  }
});

/** Shuffles events so that those of a stream still come at about the same time. */
function closeTogether(events: readonly TimedAction[]): TimedAction[] {
  const WINDOW = 40;
  return events
    .map((event, index) => ({ event, position: index + random() * WINDOW }))
    .sort((a, b) => a.position - b.position)
    .map(({ event }) => event);
}
