import { InvalidArgumentError } from 'commander';
import type { StreamName } from '../forget/forget-streams.ts';

/** What a person asked for. */
export interface StreamsOptions {
  readonly url?: string;
  readonly stack?: string;
  readonly token?: string;
  readonly app?: string;
  readonly status?: string;
  readonly limit?: number;
  readonly watch?: boolean;
  readonly json?: boolean;
}

/** The value of --limit. */
export function parseLimit(received: string): number {
  if (/^[1-9]\d{0,8}$/.test(received)) return Number(received);
  throw new InvalidArgumentError('Expected a whole number from 1 on.');
}

/** One stream, from `APP/ID`, where an id may hold more slashes, or from `APP ID`. Throws when it is neither. */
export function parseStreamName(first: string, second: string | undefined): StreamName {
  const slash = first.indexOf('/');
  const app = second === undefined ? first.slice(0, Math.max(0, slash)) : first;
  const id = second ?? first.slice(slash + 1);
  if (app !== '' && id !== '') return { app, id };
  throw new Error(`A stream: received "${first}", expected APP/ID or APP ID, such as LiveApp/cam-1.`);
}
