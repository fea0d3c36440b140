import type { Status } from '../stream/state.ts';

/** A parameter that cannot be read: answered with 400. */
export class InvalidParameter extends Error {
  constructor(name: string, received: string, expected: string) {
    super(`${name}: received ${received}, expected ${expected}`);
  }
}

/** No more of what was received is answered, in characters. */
const MAX_ECHO_LENGTH = 100;

const quoted = (received: string): string => `"${received.slice(0, MAX_ECHO_LENGTH)}"`;

/** In the order in which they are listed. */
export const statuses: readonly Status[] = ['live', 'presumedEnded', 'ended', 'unknown'];

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 50;

/** Where a page of rows ended: a position of `table/keys.ts`. */
const rowPositionPattern = String.raw`\d{15}#[01]#[\w-]{1,64}`;
/** A text as it stands in a position, such as `caf%C3%A9`. */
const encodedTextPattern = String.raw`[\w.%~!*'()-]`;
/** Where a page of streams ended, among those of one status: clock, app, and the id or, where that is long, a hash of it. */
const streamPositionPattern = String.raw`\d{15}#${encodedTextPattern}{1,400}#(?:${encodedTextPattern}{1,600}|=[\w-]{43})`;
/** Where a page of servers ended: app and host. */
const hostPositionPattern = `${encodedTextPattern}{1,400}#${encodedTextPattern}{1,400}`;

/** The names of the only lanes of `/quarantine` and of `/servers`: cursors begin with them. */
export const QUARANTINE_SECTION = 'quarantine';
export const SERVERS_SECTION = 'servers';

/** A parameter that some route accepts. */
export type ParameterName = 'app' | 'id' | 'status' | 'limit' | 'cursor';

/** The query of a request, of which a route accepts these parameters alone; one that is empty is one that is not there. */
export class QueryParameters {
  readonly #query: URLSearchParams;

  constructor(rawQueryString: string, accepted: readonly ParameterName[]) {
    this.#query = new URLSearchParams(rawQueryString);
    for (const name of new Set(this.#query.keys())) {
      // its value is not repeated: it may be a token that belongs into the header
      if (!(accepted as readonly string[]).includes(name))
        throw new InvalidParameter(quoted(name), 'a parameter of this name', namesOf(accepted));
      const times = this.#query.getAll(name).length;
      if (times > 1) throw new InvalidParameter(name, `it ${times} times`, 'it once');
    }
  }

  get app(): string | undefined {
    return this.#value('app');
  }

  /** The stream that is asked for. */
  get stream(): readonly [app: string, id: string] {
    return [this.#required('app', 'the app of a stream'), this.#required('id', 'the id of a stream')];
  }

  get statuses(): readonly Status[] {
    const received = this.#value('status');
    if (received === undefined) return statuses;
    const status = statuses.find((known) => known === received);
    if (status === undefined) throw new InvalidParameter('status', quoted(received), `one of ${statuses.join(', ')}`);
    return [status];
  }

  get limit(): number {
    const received = this.#value('limit') ?? String(DEFAULT_LIMIT);
    const limit = /^\d+$/.test(received) ? Number(received) : 0;
    if (limit < 1 || limit > MAX_LIMIT)
      throw new InvalidParameter('limit', quoted(received), `a whole number from 1 to ${MAX_LIMIT}`);
    return limit;
  }

  /** Where the page of rows before ended. */
  get rowCursor(): string | undefined {
    return this.#cursor(rowPositionPattern);
  }

  get streamCursor(): string | undefined {
    return this.#walkCursor(this.statuses, streamPositionPattern);
  }

  get quarantineCursor(): string | undefined {
    return this.#walkCursor([QUARANTINE_SECTION], rowPositionPattern);
  }

  get serverCursor(): string | undefined {
    return this.#walkCursor([SERVERS_SECTION], hostPositionPattern);
  }

  /** Where the page before ended as `walkApps` tells it: a lane, both ends of a group of apps, a position. */
  #walkCursor(lanes: readonly string[], position: string): string | undefined {
    const end = `${encodedTextPattern}{0,400}`;
    const cursor = this.#cursor(`(?:${lanes.join('|')})#${end}#${end}#(?:${position})?`);
    const [, after = '', upTo = ''] = cursor?.split('#') ?? [];
    return upTo === '' || after < upTo ? cursor : this.#rejectCursor();
  }

  #cursor(shape: string): string | undefined {
    const received = this.#value('cursor');
    if (received === undefined) return undefined;
    const position = Buffer.from(received, 'base64url').toString();
    if (encodeCursor(position) === received && new RegExp(`^${shape}$`).test(position)) return position;
    return this.#rejectCursor();
  }

  #rejectCursor(): never {
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

const namesOf = (accepted: readonly string[]): string =>
  accepted.length === 0 ? 'no parameter' : `one of ${accepted.join(', ')}`;

/** A position as people see it: opaque. */
export function encodeCursor(position: string): string {
  return Buffer.from(position).toString('base64url');
}
