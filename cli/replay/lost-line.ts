import { type DeferredEvent, lostMac, parseDeferred } from '../../lambda/deferred/deferred-event.ts';
import { toPrintable } from '../../terminal/printable.ts';

/**
 * `signed`: by the receiver with the key. `unsigned`: without a MAC, by anyone. `foreign`: by another receiver, or changed since.
 * `unreadable`: not a whole line of a receiver.
 */
type LostLineOrigin = 'signed' | 'unsigned' | 'foreign' | 'unreadable';

/** A line of a log that contains "lost". */
interface LostLine {
  readonly origin: LostLineOrigin;
  /** The event of a signed or unsigned line. */
  readonly deferred?: DeferredEvent;
}

/** Reads a line of a log; returns nothing when it does not contain "lost". Only a whole line counts: a part of one may be text that strangers sent. */
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

/** Counts lines by origin without storing them: a log may be larger than memory. */
export class LostLineTally {
  readonly #counts = new Map<LostLineOrigin, number>();
  /** The apps of lines without a MAC, safe to print. */
  readonly unsignedApps = new Set<string>();

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  count(origin: LostLineOrigin): number {
    return this.#counts.get(origin) ?? 0;
  }

  add({ origin, deferred }: LostLine): void {
    this.#counts.set(origin, this.count(origin) + 1);
    if (origin === 'unsigned' && deferred) this.unsignedApps.add(toPrintable(deferred.message.app));
  }
}
