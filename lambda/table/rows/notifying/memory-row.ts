import type { Announcement } from '../../../announcing/announcement.ts';
import type { StreamMemory } from '../../../notifying/notification.ts';
import { boolean, json, number, readBoolean, readJson, readNumber, readText, text } from '../../attributes.ts';
import type { Item } from '../../table.ts';
import { DAY_MS, expiry } from '../expiry.ts';
import { memoryKey } from './notification-keys.ts';

/** The memory of a stream, with an announcement of it. */
export interface RememberedStream {
  readonly key: string;
  readonly memory: StreamMemory;
  readonly announcement: Announcement;
}

/** The row of what is remembered of a stream at a time (ms since the epoch); `app` and `id` are for forgetting the stream. */
export function toMemoryRow(name: string, { key, memory, announcement }: RememberedStream, now: number): Item {
  const { app, id } = announcement.detail;
  const { sequence, starts, flappingToldAt, isEndTold } = memory;
  return {
    ...memoryKey(name, key),
    stream: text(key),
    sequence: number(sequence),
    starts: json(starts),
    isEndTold: boolean(isEndTold),
    ...(flappingToldAt !== null && { flappingToldAt: number(flappingToldAt) }),
    app: text(app),
    ...(id !== null && { id: text(id) }),
    expiresAt: expiry(now + DAY_MS),
  };
}

/** Reads what is remembered, with the key of its stream. */
export function readMemoryRow(row: Item): [key: string, memory: StreamMemory] {
  const memory = {
    sequence: readNumber(row, 'sequence') ?? 0,
    starts: readJson<number[]>(row, 'starts'),
    flappingToldAt: readNumber(row, 'flappingToldAt'),
    isEndTold: readBoolean(row, 'isEndTold'),
  };
  return [readText(row, 'stream'), memory];
}
