import type { Table } from '../../table/table.ts';
import type { QueryParameters } from '../parameters.ts';
import type { ReaderOptions } from '../reader-options.ts';
import { listEventsOfStream } from './list-events-of-stream.ts';
import { listRecordingsOfStream } from './list-recordings-of-stream.ts';
import { listSessionsOfStream } from './list-sessions-of-stream.ts';
import { readRowPeriodPage } from './period.ts';

/** The request for a list of one stream. */
interface StreamContext {
  readonly table: Table;
  readonly parameters: QueryParameters;
  readonly options: ReaderOptions;
  /** Whether the token may see this stream, if it exists. */
  readonly canSee: (app: string, id: string) => boolean;
  /** In ms since the epoch. */
  readonly now: number;
}

type AppAndId = readonly string[];

export async function getStreamEvents(
  { table, parameters, canSee, now }: StreamContext,
  [app = '', id = '']: AppAndId,
) {
  const query = { ...readRowPeriodPage(parameters), limit: parameters.limit, action: parameters.action };
  return canSee(app, id) ? listEventsOfStream({ table, app, id, now }, query) : undefined;
}

export async function getStreamSessions(
  { table, parameters, canSee, now }: StreamContext,
  [app = '', id = '']: AppAndId,
) {
  const query = { ...readRowPeriodPage(parameters), limit: parameters.limit };
  return canSee(app, id) ? listSessionsOfStream({ table, app, id, now }, query) : undefined;
}

export async function getStreamRecordings(
  { table, parameters, options, canSee, now }: StreamContext,
  [app = '', id = '']: AppAndId,
) {
  const query = { ...readRowPeriodPage(parameters), limit: parameters.limit, links: options };
  return canSee(app, id) ? listRecordingsOfStream({ table, app, id, now }, query) : undefined;
}
