import { InvalidArgumentError } from 'commander';
import { statusFilters } from '../../lambda/reading/stream-filter.ts';
import type { StreamName } from '../forget/stream-name.ts';

/** The options of `npm run streams`. */
export interface StreamsOptions {
  readonly url?: string;
  readonly stack?: string;
  readonly token?: string;
  readonly app?: string;
  /** With commas between several. */
  readonly status?: string;
  readonly q?: string;
  readonly room?: string;
  readonly limit?: number;
  readonly watch?: boolean;
  readonly json?: boolean;
}

/** Parses the value of --status: one or several with commas. */
export function parseStatuses(received: string): string {
  const names = received.split(',').map((name) => name.trim());
  if (names.every((name) => statusFilters.some((known) => known === name))) return names.join(',');
  throw new InvalidArgumentError(`Expected one of ${statusFilters.join(', ')}, or several with commas.`);
}

/** Parses a text that is looked for; the API takes an empty one for none. */
export function parseText(received: string): string {
  if (received !== '') return received;
  throw new InvalidArgumentError('Expected a text that is not empty.');
}

/** Parses the value of --limit. */
export function parseLimit(received: string): number {
  if (/^[1-9]\d{0,8}$/.test(received)) return Number(received);
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}

/** Parses `APP/ID`, whose id may contain more slashes, or `APP ID`. Throws for anything else. */
export function parseStreamName(first: string, second: string | undefined): StreamName {
  const slash = first.indexOf('/');
  const app = second === undefined ? first.slice(0, Math.max(0, slash)) : first;
  const id = second ?? first.slice(slash + 1);
  if (app !== '' && id !== '') return { app, id };
  throw new Error(`Stream: received "${first}", expected APP/ID or APP ID, such as LiveApp/cam-1.`);
}
