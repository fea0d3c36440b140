import { parseTime } from './by-time/parse-time.ts';
import { type StatusFilter, statuses, statusFilters } from './stream-filter.ts';

/** A parameter that cannot be parsed: the response is 400. */
export class InvalidParameter extends Error {
  constructor(name: string, received: string, expected: string) {
    super(`${name}: received ${received}, expected ${expected}`);
  }
}

/** The characters of a received value that an error repeats. */
const MAX_ECHO_LENGTH = 100;

const quoted = (received: string): string => `"${received.slice(0, MAX_ECHO_LENGTH)}"`;

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 50;

/** The position of a row, such as `001762084800000#0#mK3f_x`. */
export const rowPositionPattern = String.raw`\d{15}#[01]#[\w-]{1,64}`;
/** One character of an encoded name, such as those of `caf%C3%A9`. */
export const encodedTextPattern = String.raw`[\w.%~!*'()-]`;
/** The cursors of a list over apps: the names of its sections, and the pattern of its positions. */
export interface CursorShape {
  readonly sections: readonly string[];
  readonly position: string;
}

/** The parameters of all routes. */
export type ParameterName =
  | 'app'
  | 'id'
  | 'status'
  | 'limit'
  | 'cursor'
  | 'action'
  | 'from'
  | 'to'
  | 'q'
  | 'room'
  | 'exclusive';

/** The query of a request. Throws `InvalidParameter` for a name that the route does not accept; empty parameters count as absent. */
export class QueryParameters {
  readonly #query: URLSearchParams;
  readonly #accepted: readonly ParameterName[];

  constructor(rawQueryString: string, accepted: readonly ParameterName[]) {
    this.#accepted = accepted;
    this.#query = new URLSearchParams(rawQueryString);
    for (const name of new Set(this.#query.keys())) {
      // the value is not repeated: it may be a token that belongs in the header
      if (!(accepted as readonly string[]).includes(name))
        throw new InvalidParameter(quoted(name), 'a parameter of this name', namesOf(accepted));
      const times = this.#query.getAll(name).length;
      if (times > 1) throw new InvalidParameter(name, `it ${times} times`, 'it once');
    }
  }

  /** Returns these parameters with others set; a stream may be added to those of a path that has it. */
  with(changed: Readonly<Partial<Record<ParameterName, string>>>): QueryParameters {
    const query = { ...Object.fromEntries(this.#query), ...changed };
    const present = Object.entries(query).filter(([, value]) => value !== '');
    return new QueryParameters(String(new URLSearchParams(present)), [...this.#accepted, 'app', 'id']);
  }

  /** Returns them as a query. */
  toString(): string {
    return String(this.#query);
  }

  get app(): string | undefined {
    return this.#value('app');
  }

  get stream(): readonly [app: string, id: string] {
    return [this.#required('app', 'the app of a stream'), this.#required('id', 'the id of a stream')];
  }

  get statuses(): readonly StatusFilter[] {
    const received = this.#value('status');
    if (received === undefined) return statuses;
    const parts = received.split(',');
    const filters = statusFilters.filter((known) => parts.includes(known));
    if (parts.every((part) => filters.some((known) => known === part))) return filters;
    const expected = `one of ${statusFilters.join(', ')}, or several with commas`;
    throw new InvalidParameter('status', quoted(received), expected);
  }

  /** A text to search for. */
  get q(): string | undefined {
    return this.#value('q');
  }

  get room(): string | undefined {
    return this.#value('room');
  }

  /** Whether each stream is counted as one thing only. */
  get exclusive(): boolean {
    const received = this.#value('exclusive') ?? 'false';
    if (received !== 'true' && received !== 'false')
      throw new InvalidParameter('exclusive', quoted(received), 'true or false');
    return received === 'true';
  }

  get limit(): number {
    const received = this.#value('limit') ?? String(DEFAULT_LIMIT);
    const limit = /^\d+$/.test(received) ? Number(received) : 0;
    if (limit < 1 || limit > MAX_LIMIT)
      throw new InvalidParameter('limit', quoted(received), `a whole number from 1 to ${MAX_LIMIT}`);
    return limit;
  }

  get action(): string | undefined {
    return this.#value('action');
  }

  /** The first clock of a period, in ms since the epoch. */
  get from(): number | undefined {
    return this.#time('from');
  }

  /** The clock behind a period, in ms since the epoch. */
  get to(): number | undefined {
    return this.#time('to');
  }

  /** The cursor of a list by time: the ends of its period, where it has one, and the end of the previous page. */
  periodCursor(shape: CursorShape): readonly [from: string, to: string, before: string] | undefined {
    const clock = String.raw`-?\d{1,15}`;
    const [from = '', to = '', ...before] = this.#cursor(`${clock}#${clock}#${patternOf(shape)}`)?.split('#') ?? [];
    if (from === '') return undefined;
    return Number(from) < Number(to) && isGroup(before) ? [from, to, before.join('#')] : this.rejectCursor();
  }

  /** The cursor of a list by time of one stream, which has a period only where the request has one. */
  rowPeriodCursor(): readonly [from: string, to: string, before: string] | undefined {
    const clock = String.raw`(?:-?\d{1,15})?`;
    const cursor = this.#cursor(`(?:${clock}#${clock}#)?${rowPositionPattern}`)?.split('#') ?? [];
    if (cursor.length === 0) return undefined;
    const [from = '', to = ''] = cursor.length > 3 ? cursor : [];
    return [from, to, cursor.slice(-3).join('#')];
  }

  /** The end of the previous page of rows. */
  get rowCursor(): string | undefined {
    return this.#cursor(rowPositionPattern);
  }

  /** The end of the previous page of `walkApps`: a section, both ends of a group of apps, a position. */
  listCursor(shape: CursorShape): string | undefined {
    const cursor = this.#cursor(patternOf(shape));
    return isGroup(cursor?.split('#') ?? []) ? cursor : this.rejectCursor();
  }

  #time(name: 'from' | 'to'): number | undefined {
    const received = this.#value(name);
    if (received === undefined) return undefined;
    const time = parseTime(received);
    if (time === undefined) throw new InvalidParameter(name, quoted(received), TIME_FORMAT);
    return time;
  }

  #cursor(shape: string): string | undefined {
    const received = this.#value('cursor');
    if (received === undefined) return undefined;
    const position = Buffer.from(received, 'base64url').toString();
    if (encodeCursor(position) === received && new RegExp(`^${shape}$`).test(position)) return position;
    return this.rejectCursor();
  }

  /** Throws that the cursor is not one of these lists. */
  rejectCursor(): never {
    throw new InvalidParameter('cursor', quoted(this.#value('cursor') ?? ''), 'the cursor of an earlier page');
  }

  #value(name: ParameterName): string | undefined {
    return this.#query.get(name) || undefined;
  }

  #required(name: ParameterName, what: string): string {
    const value = this.#value(name);
    if (value === undefined) throw new InvalidParameter(name, 'nothing', `${what}, as in ?app=LiveApp&id=cam-1`);
    return value;
  }
}

const TIME_FORMAT =
  'a date such as 2026-11-25, or a time such as 2026-11-25T08:00:00Z or 2026-11-25T09:00:00%2B01:00 (%2B is + in a URL)';

const patternOf = ({ sections, position }: CursorShape): string => {
  const end = `${encodedTextPattern}{0,400}`;
  return `(?:${sections.join('|')})#${end}#${end}#(?:${position})?`;
};

/** Whether the ends of the group of apps in a cursor of `walkApps` are in their order. */
const isGroup = ([, after = '', upTo = '']: readonly string[]): boolean => upTo === '' || after < upTo;

const namesOf = (accepted: readonly string[]): string =>
  accepted.length === 0 ? 'no parameter' : `one of ${accepted.join(', ')}`;

/** Encodes a position as an opaque cursor. */
export function encodeCursor(position: string): string {
  return Buffer.from(position).toString('base64url');
}
