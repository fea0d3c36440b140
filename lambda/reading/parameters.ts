import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Status } from '../stream/state.ts';

/** A parameter that cannot be read: answered with 400. */
export class BadParameter extends Error {
  constructor(name: string, received: string, expected: string) {
    super(`${name}: received "${received.slice(0, 100)}", expected ${expected}`);
  }
}

/** In the order in which they are listed. */
export const statuses: readonly Status[] = ['live', 'presumedEnded', 'ended', 'unknown'];

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 50;

/** Where a page of rows ended: a position of `table/keys.ts`. */
const rowPosition = String.raw`\d{15}#[01]#[\w-]{1,64}`;
/** Where a page of streams ended, among those of one status. */
const streamPosition = String.raw`\d{15}#[\w.%~!*'()-]{1,400}#[\w.-]{1,400}`;

/** The query of a request; a parameter that is empty is one that is not there. */
export class Parameters {
  readonly #query: URLSearchParams;

  constructor(event: APIGatewayProxyEventV2) {
    this.#query = new URLSearchParams(event.rawQueryString);
  }

  get app(): string | undefined {
    return this.#query.get('app') || undefined;
  }

  get statuses(): readonly Status[] {
    const received = this.#query.get('status') || undefined;
    if (received === undefined) return statuses;
    const status = statuses.find((known) => known === received);
    if (status === undefined) throw new BadParameter('status', received, `one of ${statuses.join(', ')}`);
    return [status];
  }

  get limit(): number {
    const received = this.#query.get('limit') || String(DEFAULT_LIMIT);
    const limit = /^\d+$/.test(received) ? Number(received) : 0;
    if (limit < 1 || limit > MAX_LIMIT)
      throw new BadParameter('limit', received, `a whole number from 1 to ${MAX_LIMIT}`);
    return limit;
  }

  /** Where the page of rows before ended. */
  get rowCursor(): string | undefined {
    return this.#cursor(rowPosition);
  }

  /** The status at which the page of streams before ended, and where among its streams. */
  get streamCursor(): string | undefined {
    return this.#cursor(`(?:${this.statuses.join('|')})#${streamPosition}`);
  }

  #cursor(shape: string): string | undefined {
    const received = this.#query.get('cursor') || undefined;
    if (received === undefined) return undefined;
    const position = Buffer.from(received, 'base64url').toString();
    if (cursorOf(position) === received && new RegExp(`^${shape}$`).test(position)) return position;
    throw new BadParameter('cursor', received, 'the cursor of an earlier page');
  }
}

/** A position as people see it: opaque. */
export function cursorOf(position: string): string {
  return Buffer.from(position).toString('base64url');
}
