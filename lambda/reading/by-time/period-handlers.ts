import type { Table } from '../../table/table.ts';
import type { ReadAppGroup } from '../apps.ts';
import type { QueryParameters } from '../parameters.ts';
import type { ReaderOptions } from '../reader-options.ts';
import { readCompleteSince } from './complete-since.ts';
import { listAllEvents } from './list-all-events.ts';
import { listAllRecordings } from './list-all-recordings.ts';
import { listAllSessions } from './list-all-sessions.ts';
import { NotListed } from './not-listed.ts';
import { type PeriodQuery, readPeriodPage } from './period.ts';

/** The request for a list over all streams. */
export interface PeriodContext {
  readonly table: Table;
  readonly parameters: QueryParameters;
  readonly options: ReaderOptions;
  readonly apps: ReadAppGroup;
  /** In ms since the epoch. */
  readonly now: number;
  /** The headers of the response, to which a handler adds. */
  readonly headers: Record<string, string>;
}

export function getEvents(context: PeriodContext) {
  const { table, parameters, now } = context;
  return respond(context, (query) => listAllEvents(table, { ...query, action: parameters.action }, now));
}

export function getSessions(context: PeriodContext) {
  return respond(context, (query) => listAllSessions(context.table, query, context.now));
}

export function getRecordings(context: PeriodContext) {
  const { table, options, now } = context;
  return respond(context, (query) => listAllRecordings(table, { ...query, links: options }, now), true);
}

/** Returns a page, and sets the header that says from when on the list is complete. */
async function respond<T>(
  context: PeriodContext,
  list: (query: PeriodQuery) => Promise<T>,
  isStoredForEver = false,
): Promise<T> {
  const { table, now } = context;
  const [page, headers] = await Promise.all([
    list(readQuery(context)),
    readCompleteSince(table, { isStoredForEver, now }),
  ]);
  Object.assign(context.headers, headers);
  return page;
}

/** Reads the options of a list over all streams. Throws `NotListed` when there is none. */
function readQuery({ parameters, options, apps, now }: PeriodContext): PeriodQuery {
  if (!options.byDay) throw new NotListed();
  return { ...readPeriodPage(parameters, now), apps: readOnce(apps), limit: parameters.limit };
}

/** Reads each group of apps once: each day of a period has the same groups. */
function readOnce(apps: ReadAppGroup): ReadAppGroup {
  const groups = new Map<string, ReturnType<ReadAppGroup>>();
  return (after, upTo) => {
    const key = `${after}#${upTo}`;
    const group = groups.get(key) ?? apps(after, upTo);
    groups.set(key, group);
    return group;
  };
}
