import type { Context, DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { publish } from '../../lambda/announcing/publish.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { useEnvironment } from '../aws/use-environment.ts';
import { buildEnvelope } from '../cli/events/envelope.builder.ts';
import { buildHook, NOW } from '../table/event.builder.ts';
import { eventIdOf, FakeEventBridge, type ReceivedEntry } from './fake-event-bridge.ts';
import { ObservedTable, WRITTEN_AT } from './observed-table.ts';
import { expectValid } from './valid-announcement.ts';

const environment = useEnvironment();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
let bus: FakeEventBridge;
let handler: typeof import('../../lambda/announcer.ts').handler;

beforeAll(async () => {
  bus = await FakeEventBridge.start();
  environment({ AWS_ENDPOINT_URL: bus.url, EVENT_BUS: 'Announcements', AWS_MAX_ATTEMPTS: '1' }); // test/aws/retries.test.ts shows retries
  ({ handler } = await import('../../lambda/announcer.ts'));
});
beforeEach(() => {
  bus.reset();
  log.mockClear();
});
afterAll(() => bus.close());

/** Returns the stream's records of the writes that these hooks cause, those that pass the filter. */
async function recordsOf(...hooks: object[]): Promise<DynamoDBRecord[]> {
  const table = new ObservedTable();
  for (const [index, fields] of hooks.entries())
    await recorder.record(table, buildHook({ timestamp: NOW + index * 1_000, ...fields }));
  return table.passed.map(({ before, after }) => ({
    eventName: before === undefined ? 'INSERT' : 'MODIFY',
    dynamodb: {
      ...(before !== undefined && { OldImage: before as NonNullable<DynamoDBRecord['dynamodb']>['OldImage'] }),
      NewImage: after as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'],
      ApproximateCreationDateTime: WRITTEN_AT / 1_000,
    },
  })) as DynamoDBRecord[];
}

/** Leaves the function half a second for its tries, in ms. */
const SHORT_MS = 1_500;

/** Invokes the function as Lambda does, with so many ms left. */
const invoke = (Records: DynamoDBRecord[], ms = 60_000): Promise<void> =>
  handler({ Records }, { getRemainingTimeInMillis: () => ms } as Context);

const started = (id: string) => ({ action: 'liveStreamStarted', id });
const ended = (id: string) => ({ action: 'liveStreamEnded', id });
const logged = (): unknown[] => log.mock.calls.map(([line]) => JSON.parse(String(line)));
const taken = () => bus.taken.map(({ DetailType, Detail }) => [DetailType, JSON.parse(Detail).id]);
const isOf = (id: string) => (entry: ReceivedEntry) => JSON.parse(entry.Detail).id === id;

describe('the announcer', () => {
  test('puts each announcement on its bus, in the envelope that a rule delivers', async () => {
    await invoke(await recordsOf(started('a'), ended('a'), { action: 'highResourceUsage', host: 'ams' }));
    expect(taken()).toEqual([['Stream Started', 'a'], ['Stream Ended', 'a'], ['Server Alarm', null]]); // biome-ignore format: a list
    for (const { Source, DetailType, Detail, Time, EventBusName } of bus.taken) {
      expect([EventBusName, Time]).toEqual(['Announcements', WRITTEN_AT / 1_000]);
      const time = new Date(Time * 1_000).toISOString();
      expectValid({ source: Source, 'detail-type': DetailType, time, detail: JSON.parse(Detail) });
    }
    expect(logged()).toEqual([]);
  });

  test('sends a refused entry again under its id, before anything later of its stream, and nothing else again', async () => {
    const failures = ['ThrottlingException', 'InternalFailure'];
    bus.refuseEntry = (entry) => {
      const code = isOf('a')(entry) ? failures.pop() : undefined;
      return code === undefined ? undefined : { code };
    };
    await invoke(await recordsOf(started('a'), started('b'), ended('a')));
    expect(taken()).toEqual([['Stream Started', 'b'], ['Stream Started', 'a'], ['Stream Ended', 'a']]); // biome-ignore format: a list
    const [[first] = [], ...later] = bus.requests;
    expect(later.slice(0, 2)).toEqual([[first], [first]]);
    expect(logged()).toEqual([]);
  });

  test('fails before its time is over; invoked again, it publishes the same ids', async () => {
    const records = await recordsOf(started('a'), started('b'), ended('a'));
    bus.refuseEntry = (entry) => (isOf('a')(entry) ? { code: 'InternalFailure' } : undefined);
    await expect(invoke(records, SHORT_MS)).rejects.toThrow(
      'EventBridge: received InternalFailure for 1 entries until the time was over, expected it to take them.',
    );
    expect(taken()).toEqual([['Stream Started', 'b']]);
    const attempted = new Set(bus.requests.flat());
    bus.reset();
    await invoke(records);
    expect(taken()).toEqual([['Stream Started', 'a'], ['Stream Started', 'b'], ['Stream Ended', 'a']]); // biome-ignore format: a list
    expect(new Set(bus.taken.slice(0, 2).map(eventIdOf))).toEqual(attempted);
    expect(logged()).toEqual([]);
  });

  test.each([{ code: 'MalformedDetail' }, { code: 'InvalidArgument', message: 'Parameter Detail is not valid.' }])(
    'skips an entry that is refused by $code, and logs it',
    async (refusal) => {
      bus.refuseEntry = (entry) => (isOf('a')(entry) ? refusal : undefined);
      await invoke(await recordsOf(started('a'), started('b')));
      expect(taken()).toEqual([['Stream Started', 'b']]);
      const [[eventId] = []] = bus.requests;
      const skipped = { type: 'Stream Started', eventId, app: 'LiveApp', id: 'a', reason: refusal.code };
      expect(logged()).toEqual([{ skipped }]);
    },
  );

  test('finds the entry for which a whole request is refused, and skips only that', async () => {
    bus.refuseRequest = (entries) => (entries.some(isOf('b')) ? { code: 'ValidationException' } : undefined);
    await invoke(await recordsOf(started('a'), started('b'), started('c')));
    expect(taken()).toEqual([['Stream Started', 'a'], ['Stream Started', 'c']]); // biome-ignore format: a list
    expect(logged()).toMatchObject([{ skipped: { id: 'b', reason: 'ValidationException' } }]);
  });

  test.each([
    { code: 'AccessDeniedException' },
    { code: 'ResourceNotFoundException' },
    { code: 'ThrottlingException' },
    { code: 'InternalException', status: 500 },
    { code: 'ValidationException', message: "Value 'x' at 'entries.1.member.eventBusName' failed" },
  ])('fails, and skips nothing, when requests are refused by $code', async (refusal) => {
    bus.refuseRequest = () => refusal;
    await expect(invoke(await recordsOf(started('a')), 30_000)).rejects.toMatchObject({ name: refusal.code });
    expect(logged()).toEqual([]);
  });

  test('fails, and skips nothing, when an entry is refused for what may be mended', async () => {
    const refusals = [
      { code: 'AccessDeniedException' },
      { code: 'ResourceNotFoundException' },
      { code: 'NotAuthorizedForSourceException' },
      { code: 'InvalidArgument', message: 'Parameter EventBusName is not valid.' },
    ];
    bus.refuseEntry = (entry) => refusals.find(({ code }) => isOf(code)(entry));
    const invoked = refusals.map(async ({ code }) => {
      const records = await recordsOf(started(code));
      await expect(invoke(records, SHORT_MS)).rejects.toThrow(`received ${code} for 1 entries`);
    });
    await Promise.all(invoked);
    expect([taken(), logged()]).toEqual([[], []]);
  });

  test('skips a row that it cannot read, and logs its key, but nothing that it holds', async () => {
    const [broken = expect.fail('no record'), fine = expect.fail('no record')] = await recordsOf(
      { ...started('a'), metadata: '{"pin":"sesame"}' },
      started('b'),
    );
    Object.assign(broken.dynamodb?.NewImage ?? {}, { metadata: { S: '{"pin":"sesame"' } });
    await invoke([broken, fine]);
    expect(taken()).toEqual([['Stream Started', 'b']]);
    expect(logged()).toEqual([{ skipped: { row: 'stream#LiveApp#a state', reason: 'SyntaxError' } }]);
  });

  test('ignores a record without an image of the row after it', async () => {
    await invoke([{ eventName: 'REMOVE', dynamodb: { OldImage: {} } }]);
    expect([bus.requests, logged()]).toEqual([[], []]);
  });
});

describe('publish', () => {
  const streams = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
  const refusals = fc.array(fc.boolean(), { maxLength: 60 });

  test('publishes everything once, in the order of each stream, whatever is refused in between', () =>
    fc.assert(
      fc.asyncProperty(streams, refusals, async (ids, refused) => {
        const all = ids.map((id, index) =>
          buildEnvelope('Stream Started', { id, eventId: `${index}`, sequence: index }),
        );
        const taken: Announcement['detail'][] = [];
        const left = [...refused];
        await publish(all, {
          bus: 'Announcements',
          putEvents: async (entries) => ({
            Entries: entries.map(({ Detail = '' }) => {
              if (left.pop()) return { ErrorCode: 'InternalFailure' };
              taken.push(JSON.parse(Detail));
              return { EventId: 'id' };
            }),
          }),
          onSkipped: () => expect.fail('skipped'),
          wait: async () => true,
        });
        const idsIn = (details: readonly Announcement['detail'][], stream: string) =>
          details.filter(({ id }) => id === stream).map(({ eventId }) => eventId);
        expect(taken).toHaveLength(all.length);
        for (const stream of ids)
          expect(idsIn(taken, stream)).toEqual(idsIn(all.map(({ detail }) => detail), stream)); // biome-ignore format: one comparison
      }),
    ));

  test('takes an answer without a result for each entry for that of another server', async () => {
    const deps = { bus: 'Announcements', onSkipped: () => {}, wait: async () => true };
    await expect(publish([buildEnvelope('Stream Back')], { ...deps, putEvents: async () => ({}) })).rejects.toThrow(
      'EventBridge: received an answer without a result for each entry',
    );
  });
});
