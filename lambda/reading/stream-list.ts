import { keyText } from '../table/row-keys.ts';
import { readAppAndId, readStateRow } from '../table/rows/state-row.ts';
import type { Item, Table } from '../table/table.ts';
import { FailingStreams } from './failing-streams.ts';
import { FULL_CHUNK_SIZE, fillFromChunks } from './fill-from-chunks.ts';
import type { PageRow } from './fill-page.ts';
import { type LinkTemplates, linkStream, noLinks } from './links.ts';
import { type CursorShape, encodedTextPattern } from './parameters.ts';
import { ReadBudget } from './read-budget.ts';
import { readFullRows } from './read-full-rows.ts';
import { isSelective, listedStatuses, type StreamFilter, toPredicate } from './stream-filter.ts';
import { toStreamJson } from './stream-json.ts';
import { toStreamSections } from './stream-sections.ts';
import { type AppsQuery, type PositionedRow, walkApps } from './walk-apps.ts';
import { BEHIND_WHOLE_ID, findWholeId } from './whole-id.ts';

/** The position of a stream among those of one status: clock, app, and the id or, where that is long, a hash of it. */
const position = String.raw`\d{15}#${encodedTextPattern}{1,400}#(?:${encodedTextPattern}{1,600}|=[\w-]{43})`;

/** Returns the cursors of a list of streams. */
export function streamCursor({ statuses, q }: StreamFilter): CursorShape {
  const mark = q === undefined ? '' : `${BEHIND_WHOLE_ID}?`;
  return { sections: listedStatuses(statuses).map((status) => mark + status), position };
}

/** The options of a list of streams. */
export interface StreamsQuery extends AppsQuery, StreamFilter {
  /** @default none */
  readonly links?: LinkTemplates;
}

/** Lists one page of streams, by status, newest first within each; of many apps group by group. */
export async function listStreams(table: Table, query: StreamsQuery, now: number) {
  const { apps, limit, before } = query;
  const budget = new ReadBudget();
  const failing = new FailingStreams(table, budget, now);
  const sections = toStreamSections(table, query.statuses, failing);
  const isBehindWholeId = before?.startsWith(BEHIND_WHOLE_ID) === true;
  const toJson = toListedStream(query, isBehindWholeId ? query.q : undefined, now);
  const wholeId = await findWholeId(table, { apps, q: query.q, limit, before, sections, toJson });
  if (wholeId !== undefined) return wholeId;
  const prefix = isBehindWholeId ? BEHIND_WHOLE_ID : '';
  const source: StreamSource = { table, budget, known: failing.states, listed: new Set(), toJson };
  const { page, cursor } = await fillFromChunks({
    limit,
    before: before?.slice(prefix.length),
    prefix,
    chunkSize: isSelective(query) ? FULL_CHUNK_SIZE : limit,
    readChunk: (size, behind) => walkApps(sections, apps, size, behind),
    toPageRows: (rows) => readStreams(source, rows),
  });
  return { streams: page, cursor };
}

/** Returns the function that gives a state as the list shows it; undefined for a stream that is not in the list, and for one id. */
function toListedStream({ links = noLinks, ...filter }: StreamsQuery, omittedId: string | undefined, now: number) {
  const matches = toPredicate(filter, now);
  return (state: Item) => {
    const { app, id } = readAppAndId(state);
    if (id === omittedId) return undefined;
    const stream = toStreamJson(app, id, readStateRow(state), now);
    return matches(stream) ? linkStream(links, stream) : undefined;
  };
}

type ToListedStream = ReturnType<typeof toListedStream>;
type ListedStream = NonNullable<ReturnType<ToListedStream>>;

/** Where the streams of a page come from. */
interface StreamSource {
  readonly table: Table;
  readonly budget: ReadBudget;
  /** States that were read before, by the text of their key. */
  readonly known: ReadonlyMap<string, Item>;
  /** The keys of the streams on the page: one that changes meanwhile may be found twice. */
  readonly listed: Set<string>;
  readonly toJson: ToListedStream;
}

async function* readStreams(
  { table, budget, known, listed, toJson }: StreamSource,
  rows: readonly PositionedRow[],
): AsyncGenerator<PageRow<ListedStream>> {
  const latest = new Map(rows.map(({ row }) => [keyText(row), row])); // a stream that has changed meanwhile has two
  for await (const { row, item, position } of readFullRows(table, rows, known)) {
    const key = keyText(row);
    if (!known.has(key)) budget.take(item);
    const isNew = latest.get(key) === row && !listed.has(key);
    const json = item && isNew ? toJson(item) : undefined;
    if (json !== undefined) listed.add(key);
    yield { json, position, endsPage: budget.isSpent && !known.has(key) };
  }
}
