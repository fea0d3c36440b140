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

/** A position of `table/keys.ts`, in a list of streams behind the status. */
const cursorPosition = /^(?:[A-Za-z]+#)?\d{15}#[\w.%~!*'()#-]+$/;

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

  /** Where the last page ended. */
  get cursor(): string | undefined {
    const received = this.#query.get('cursor') || undefined;
    if (received === undefined) return undefined;
    const position = Buffer.from(received, 'base64url').toString();
    if (cursorOf(position) === received && cursorPosition.test(position)) return position;
    throw new BadParameter('cursor', received, 'the cursor of an earlier page');
  }
}

/** A position as people see it: opaque. */
export function cursorOf(position: string): string {
  return Buffer.from(position).toString('base64url');
}
