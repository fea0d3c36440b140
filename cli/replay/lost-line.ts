import { type DeferredEvent, parseDeferred } from '../../lambda/deferred/deferred-event.ts';
import { lostMac } from '../../lambda/deferred/lost-mac.ts';

/** A line of a log that holds "lost". */
export interface LostLine {
  /** Whose it is: of the receiver with the key, of anybody, of another receiver (or changed since), of none that wrote whole lines. */
  readonly origin: 'signed' | 'unsigned' | 'foreign' | 'unreadable';
  /** The event in it, where it is one that may be taken. */
  readonly deferred?: DeferredEvent;
}

/** Reads a line of a log; nothing where it does not hold "lost". Only a whole line is one: within a line may stand what strangers sent. */
export function readLostLine(line: string, key: string | undefined): LostLine[] {
  if (!line.includes('"lost"')) return [];
  try {
    const { lost, mac } = JSON.parse(line);
    if (mac === undefined) return [{ origin: 'unsigned', deferred: parseDeferred(lost) }];
    if (key === undefined || mac !== lostMac(key, lost)) return [{ origin: 'foreign' }];
    return [{ origin: 'signed', deferred: parseDeferred(lost) }];
  } catch {
    return [{ origin: 'unreadable' }];
  }
}
