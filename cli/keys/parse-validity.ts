import { InvalidArgumentError } from 'commander';
import { isOfCalendar } from '../../lambda/reading/by-time/parse-time.ts';
import { iso } from '../../lambda/reading/stream-json.ts';
import { parseDuration } from '../../terminal/duration-option.ts';

/** A time (ms since the epoch), or a length of time (ms) from another one. */
export type TimeOption = { readonly at: number } | { readonly after: number };

/** From when and until when a key is valid, in ms since the epoch; null: from its creation, and until it is revoked. */
export interface Validity {
  readonly from: number | null;
  readonly expires: number | null;
}

/** A time with its zone, such as `2026-12-24T18:00:00.000+01:00`; the seconds may be missing. */
const isoTime = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Parses a time in ISO 8601 with its zone, or a length of time such as `8h`. Throws commander's error for anything else. */
export function parseTimeOption(received: string): TimeOption {
  const [, day] = isoTime.exec(received) ?? [];
  if (day === undefined) return { after: parseLength(received) };
  const at = Date.parse(received);
  if (Number.isNaN(at) || !isOfCalendar(day)) throw timeOptionError();
  return { at };
}

function parseLength(received: string): number {
  try {
    return parseDuration(received);
  } catch {
    throw timeOptionError();
  }
}

const timeOptionError = () =>
  new InvalidArgumentError('Expected a length of time, such as 8h or 90d, or a time such as 2026-12-24T18:00:00Z.');

/** Returns the validity of a key that is created `now`: `from` counts from now, `expires` from `from`, or else from now. Throws when there is no time in between, or it is over. */
export function toValidity(from: TimeOption | undefined, expires: TimeOption | undefined, now: number): Validity {
  const start = from === undefined ? null : timeOf(from, now);
  const end = expires === undefined ? null : timeOf(expires, start ?? now);
  if (end !== null && start !== null && end <= start)
    throw new Error(`Received --from ${iso(start)} and --expires ${iso(end)}, expected the end after the beginning.`);
  if (end !== null && end <= now)
    throw new Error(`--expires: received ${iso(end)}, which is over, expected a time to come, such as --expires 8h.`);
  return { from: start, expires: end };
}

const timeOf = (option: TimeOption, base: number): number => ('at' in option ? option.at : base + option.after);
