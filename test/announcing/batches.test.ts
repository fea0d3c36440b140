import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unknownStream } from '../../lambda/announcing/announced-stream.ts';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toBatches } from '../../lambda/announcing/batches.ts';

/** An announcement about a stream, or about a media server where the id is null, whose detail has about so many bytes. */
function build(eventId: string, id: string | null, bytes = 0): Announcement {
  const time = '2026-11-02T12:00:00.000Z';
  const common = { version: 1, eventId, app: 'LiveApp', at: time } as const;
  const envelope = { source: 'ant-media-webhooks', time } as const;
  if (id === null) {
    const detail = { ...common, id, stream: null, host: 'ams', kind: 'highResourceUsage' } as const;
    return { ...envelope, 'detail-type': 'Server Alarm', detail };
  }
  const stream = { ...unknownStream, metadata: 'x'.repeat(bytes) };
  return { ...envelope, 'detail-type': 'Stream Missing', detail: { ...common, id, stream, since: time } };
}

/** What EventBridge counts of an entry: its time has 14 bytes. */
const entryBytes = (one: Announcement): number =>
  14 + Buffer.byteLength(`${one.source}${one['detail-type']}${JSON.stringify(one.detail)}`);

const idsOf = (batches: readonly Announcement[][]) => batches.map((batch) => batch.map(({ detail }) => detail.eventId));

describe('batches', () => {
  test('hold ten announcements', () => {
    const all = Array.from({ length: 23 }, (_, n) => build(`${n}`, `cam-${n}`));
    expect(toBatches(all).map((batch) => batch.length)).toEqual([10, 10, 3]);
  });

  test('hold one of a stream, so that a refused one is sent again before the next of its stream', () => {
    const all = [build('1', 'a'), build('2', 'b'), build('3', 'a'), build('4', 'a'), build('5', 'b')];
    expect(idsOf(toBatches(all))).toEqual([['1', '2'], ['3'], ['4', '5']]);
  });

  test('hold any number of alarms of media servers', () => {
    expect(idsOf(toBatches([build('1', null), build('2', null)]))).toEqual([['1', '2']]);
  });

  test('are none of no announcements', () => {
    expect(toBatches([])).toEqual([]);
  });

  test('have all announcements in order, and fit one request each', () => {
    const one = fc.tuple(fc.option(fc.constantFrom('a', 'b', 'ü', '日本')), fc.constantFrom(0, 10, 50_000, 199_000));
    const holds = (all: [string | null, number][]) => {
      const announcements = all.map(([id, bytes], n) => build(`${n}`, id, bytes));
      const batches = toBatches(announcements);
      expect(batches.flat()).toEqual(announcements);
      for (const batch of batches) {
        const ids = batch.map(({ detail }) => detail.id).filter((id) => id !== null);
        expect(new Set(ids).size).toBe(ids.length);
        expect(batch.length).toBeLessThanOrEqual(10);
        expect(batch.map(entryBytes).reduce((a, b) => a + b)).toBeLessThanOrEqual(1_000_000);
      }
    };
    fc.assert(fc.property(fc.array(one, { maxLength: 40 }), holds), { numRuns: 50 });
  });
});
