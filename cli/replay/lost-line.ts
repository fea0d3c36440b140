import { type Deferred, readDeferred } from '../../lambda/deferred/deferred-event.ts';
import { lostMac } from '../../lambda/deferred/lost-mac.ts';

/** A line of a log that holds "lost". */
export interface LostLine {
  /** Whose it is: of the receiver with the key, of anybody, of another receiver (or changed since), of none that wrote whole lines. */
  readonly belief: 'signed' | 'unsigned' | 'foreign' | 'unreadable';
  /** The event in it, where it is one that may be taken. */
  readonly deferred?: Deferred;
}

/** Reads a line of a log; nothing where it does not hold "lost". Only a whole line is one: within a line may stand what strangers sent. */
export function readLostLine(line: string, key: string | undefined): LostLine[] {
  if (!line.includes('"lost"')) return [];
  try {
    const { lost, mac } = JSON.parse(line);
    if (mac === undefined) return [{ belief: 'unsigned', deferred: readDeferred(lost) }];
    if (key === undefined || mac !== lostMac(key, lost)) return [{ belief: 'foreign' }];
    return [{ belief: 'signed', deferred: readDeferred(lost) }];
  } catch {
    return [{ belief: 'unreadable' }];
  }
}
