import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { groupBy } from '../../lambda/group-by.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { buildEnded, buildRecording, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { MortalTable } from './mortal-table.ts';
import { buildRecipient } from './recipient.builder.ts';
import { type Sink, useSinks } from './use-sinks.ts';

const startSink = useSinks();

const RUNS = Number(process.env.DELIVERY_RUNS ?? 25);
const [SECOND, HOUR] = [1_000, 3_600_000];

/** What happens while announcements come. */
const cases = fc.record({
  happenings: fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      build: fc.constantFrom(buildStarted, buildEnded, buildRecording),
      /** The pause after it, in s. */
      pause: fc.constantFrom(0, 1, 15, 120),
      /** The commands after which the process dies, and whether the last of them is executed; mostly more than it sends. */
      death: fc.oneof(fc.constant<[number, boolean]>([1_000, true]), fc.tuple(fc.nat({ max: 25 }), fc.boolean())),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  /** The answers to the first posts; later ones are 200. */
  answers: fc.array(fc.constantFrom(200, 200, 400, 500, 429, 302), { maxLength: 14 }),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Lets it happen, and returns the announcements, what was accepted, and what is left an hour later. */
async function run({ happenings, answers }: Case, sink: Sink, changes: Partial<Recipient>) {
  const accepted: string[] = [];
  const rest = [...answers];
  sink.answer = ({ body }) => {
    const status = rest.shift() ?? 200;
    if (status === 200) accepted.push(body);
    return status;
  };
  const recipient = buildRecipient({ to: sink.url, ...changes });
  const table = new InMemoryTable();
  const world = new DeliveryWorld(table, [recipient]);
  world.policy = { ...defaultPolicy, flappingStarts: 99 };
  const announcements: Announcement[] = [];
  for (const [index, { id, build, pause, death }] of happenings.entries()) {
    const at = NOON + index * SECOND;
    const announcement = build({ id: `cam-${id}`, at });
    announcements.push(announcement);
    await world.passAs(new MortalTable(table, ...death), [announcement], pause * SECOND);
  }
  await world.pass(HOUR);
  return { announcements, accepted, left: await world.outbox.counts(recipient.name), wakes: world.wakes };
}

const nothing = { waiting: 0, deadLetters: 0 };

/** Groups texts by the stream that they begin with, without repetitions. */
const byStream = (texts: readonly string[]) =>
  Object.fromEntries([...groupBy([...new Set(texts)], (text) => text.slice(0, 5))]);

test('tells every envelope in the order of its stream, whatever is answered and whenever a process dies', async () => {
  const sink = await startSink();
  const property = fc.asyncProperty(cases, async (one) => {
    const { announcements, accepted, left, wakes } = await run(one, sink, {});
    const describe = ({ detail }: Announcement) => `${detail.id} ${detail.eventId}`;
    const told = accepted.map((body) => describe(JSON.parse(body)));
    expect(byStream(told)).toEqual(byStream(announcements.map(describe)));
    expect([left, wakes]).toEqual([nothing, []]);
  });
  await fc.assert(property, { numRuns: RUNS });
});

test('tells everything in words, in the order of its stream, whatever is answered and whenever a process dies', async () => {
  const sink = await startSink();
  const property = fc.asyncProperty(cases, async (one) => {
    const on = ['Stream Started', 'Recording Ready'] as const; // an end is left out, and remembered
    const { announcements, accepted, left, wakes } = await run(one, sink, { style: 'slack', on });
    const sentences = accepted.flatMap((body) => String(JSON.parse(body).text).split('\n'));
    const told = sentences.map((text) => text.replace(/^.*(cam-.).*(\d\d:\d\d:\d\d) UTC.*$/, '$1 $2'));
    const wanted = announcements.filter((announcement) => announcement['detail-type'] !== 'Stream Ended');
    expect(byStream(told)).toEqual(byStream(wanted.map(({ time, detail }) => `${detail.id} ${time.slice(11, 19)}`)));
    expect([left, wakes]).toEqual([nothing, []]);
  });
  await fc.assert(property, { numRuns: RUNS });
});
