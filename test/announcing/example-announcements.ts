import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import { updateExpectations } from '../../lambda/expecting/update-expectations.ts';
import { number, text } from '../../lambda/table/attributes.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { expectedKey, startOfMinute } from '../../lambda/table/row-keys.ts';
import { buildRefusalRow } from '../reading/refusal-row.builder.ts';
import { buildHook } from '../table/event.builder.ts';
import { ObservedTable } from './observed-table.ts';

/** Returns a clock of the day of the examples, such as `10:00:00`, in ms since the epoch. */
export const exampleClock = (clock: string): number => Date.parse(`2026-11-26T${clock}Z`);

/** From a hook to its write, in ms. */
const WRITE_MS = 240;

const cam1 = { id: 'cam-1', streamName: 'Harbour', category: 'ports', metadata: '{"customerId":"42"}' };
const cam2 = { id: 'cam-2', streamName: 'Gate' };

const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });

/** A table on which writes happen one after the other, each with what it announces. */
class ExampleDay {
  readonly #table = new ObservedTable();
  readonly #memory = new DescriptionMemory();
  readonly #announcements: Announcement[] = [];

  hook(clock: string, fields: object): Promise<void> {
    const at = exampleClock(clock);
    return this.#write(at, () => recorder.record(this.#table, buildHook({ ...fields, timestamp: at }, 'LiveApp', at)));
  }

  presumeEnd(clock: string, lastHeartbeat: string): Promise<void> {
    const receivedAt = exampleClock(clock);
    const end = { app: 'LiveApp', id: 'cam-1', at: exampleClock(lastHeartbeat), cause: 'silence', receivedAt } as const;
    return this.#write(receivedAt, () => recordPresumedEnd(this.#table, end, 30, true));
  }

  /** Expects a stream within five minutes, as a row: the table in memory has not all functions that adding one uses. */
  async expect(clock: string, id: string): Promise<void> {
    const attributes = { app: text('LiveApp'), id: text(id), grace: number(300), addedAt: number(exampleClock(clock)) };
    await this.#table.put({ ...expectedKey('LiveApp', id), ...attributes });
  }

  sweep(clock: string): Promise<void> {
    const now = exampleClock(clock);
    return this.#write(now, () => updateExpectations(this.#table, () => undefined, now));
  }

  /** Counts a publisher that was refused, as a row: a table in memory has not all functions that counting uses. */
  refuse(clock: string, id: string): Promise<void> {
    const at = exampleClock(clock);
    return this.#write(at, () => this.#table.put(buildRefusalRow({ id, reason: 'expired', at: startOfMinute(at) })));
  }

  /** Returns the first announcement of each type, in their order. */
  get firstOfEachType(): Announcement[] {
    const types = this.#announcements.map((announcement) => announcement['detail-type']);
    return this.#announcements.filter(
      (_, index) => types[index] !== undefined && types.indexOf(types[index]) === index,
    );
  }

  async #write(at: number, run: () => Promise<unknown>): Promise<void> {
    const seen = this.#table.passed.length;
    await run();
    const changes = this.#table.passed.slice(seen).map((change) => ({ ...change, writtenAt: at + WRITE_MS }));
    const onUnreadable = (_: unknown, error: unknown) => {
      throw error;
    };
    this.#announcements.push(...toAnnouncements(changes, this.#memory, onUnreadable));
  }
}

/** Returns an announcement of each type, made by hooks, sweeps and a presumed end. */
export async function exampleAnnouncements(): Promise<Announcement[]> {
  const day = new ExampleDay();
  await day.hook('10:00:00', { action: 'liveStreamStarted', ...cam1 });
  await day.hook('10:20:00', { action: 'endpointFailed', ...cam1, metadata: 'rtmp://rtmp.example.com/live/key' });
  await day.hook('10:59:40', { action: 'liveStreamStatus', ...cam1 });
  await day.presumeEnd('11:05:00', '10:59:40');
  await day.hook('11:06:00', { action: 'liveStreamEnded', ...cam1 });
  await day.hook('11:06:08', {
    action: 'vodReady',
    id: 'cam-1',
    vodName: 'cam-1',
    vodId: '8f2kQ0rW',
    duration: '3958000',
  });
  await day.expect('12:00:00', 'cam-2');
  await day.sweep('12:05:30');
  await day.hook('12:10:00', { action: 'liveStreamStarted', ...cam2 });
  await day.sweep('12:10:30');
  await day.refuse('12:34:56', 'cam-2');
  await day.hook('13:00:00', { action: 'highResourceUsage', host: '203.0.113.7' });
  return day.firstOfEachType;
}
