import { isStreamId } from '../stream/names.ts';
import { getAll } from '../table/get-all.ts';
import { stateKey } from '../table/row-keys.ts';
import { statusPositionOf } from '../table/rows/state-row.ts';
import type { Item, Table } from '../table/table.ts';
import { encodeCursor } from './parameters.ts';
import { MAX_READ_STATES } from './read-budget.ts';
import { ResponseBudget } from './response-budget.ts';
import { statuses } from './stream-filter.ts';
import type { StreamJson } from './stream-json.ts';
import { type AppsQuery, type ListSection, walkApps } from './walk-apps.ts';

/** What a cursor begins with once the streams of a whole id were listed: later pages leave these out. */
export const BEHIND_WHOLE_ID = '=';

/** A search whose text may be the whole id of a stream. */
interface WholeIdQuery<T> extends AppsQuery {
  readonly q: string | undefined;
  readonly sections: readonly ListSection[];
  /** Returns a stream, unless the list leaves it out. */
  readonly toJson: (state: Item) => T | undefined;
}

/**
 * Returns the streams whose id is the text that is searched for, as the first page, where the whole list would need several
 * pages to find them: of at most 100 apps, with one read. Undefined when there are none, or this is not the first page.
 */
export async function findWholeId<T extends StreamJson>(
  table: Table,
  { apps, q, limit, before, sections, toJson }: WholeIdQuery<T>,
): Promise<{ streams: T[]; cursor: string } | undefined> {
  const [first] = sections;
  if (q === undefined || before !== undefined || first === undefined || !isStreamId(q)) return undefined;
  const { names, more } = await apps('', '');
  if (more) return undefined;
  const states = await getAll(
    table,
    names.map((app) => stateKey(app, q)),
  );
  const streams = states.sort(byPosition).map(toJson).filter((stream) => stream !== undefined); // biome-ignore format: a chain
  if (streams.length === 0 || streams.length > limit || !fitOneResponse(streams)) return undefined;
  const { next } = await walkApps(sections, apps, MAX_READ_STATES);
  if (next === null) return undefined;
  return { streams: streams.sort(byStatus), cursor: encodeCursor(`${BEHIND_WHOLE_ID}${first.name}###`) };
}

const byPosition = (a: Item, b: Item): number => (statusPositionOf(a) < statusPositionOf(b) ? 1 : -1);

const byStatus = (a: StreamJson, b: StreamJson): number => statuses.indexOf(a.status) - statuses.indexOf(b.status);

const fitOneResponse = (streams: readonly object[]): boolean =>
  new ResponseBudget().takeWhileFits(streams).length === streams.length;
