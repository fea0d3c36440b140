import type { Status } from '../stream/state.ts';
import { statusQuery } from '../table/queries.ts';
import { keyText } from '../table/row-keys.ts';
import { readAppAndId, readStateRow, statusPositionOf } from '../table/rows/state-row.ts';
import type { Item, Table } from '../table/table.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import { type LinkTemplates, linkStream, noLinks } from './links.ts';
import { mergeNewest } from './merge-newest.ts';
import { type CursorShape, encodedTextPattern } from './parameters.ts';
import { readFullRows } from './read-full-rows.ts';
import { ResponseBudget } from './response-budget.ts';
import { type StreamJson, toStreamJson } from './stream-json.ts';
import { type AppsQuery, type ListSection, type PositionedRow, walkApps } from './walk-apps.ts';

/** The position of a stream among those of one status: clock, app, and the id or, where that is long, a hash of it. */
const position = String.raw`\d{15}#${encodedTextPattern}{1,400}#(?:${encodedTextPattern}{1,600}|=[\w-]{43})`;

export const streamCursor = (statuses: readonly Status[]): CursorShape => ({ sections: statuses, position });

/** The options of a list of streams. */
export interface StreamsQuery extends AppsQuery {
  /** In the order of the list. */
  readonly statuses: readonly Status[];
  /** @default none */
  readonly links?: LinkTemplates;
}

/** Lists one page of streams, by status, newest first within each; of many apps group by group. */
export async function listStreams(
  table: Table,
  { apps, statuses, links = noLinks, limit, before }: StreamsQuery,
  now: number,
) {
  const sections = statuses.map((status) => toSection(table, status));
  const { rows, next } = await walkApps(sections, apps, limit, before);
  const streams = readStreams(table, rows, { statuses, links, now });
  const { page, cursor } = await fillPage(streams, next, new ResponseBudget());
  return { streams: page, cursor };
}

async function* readStreams(
  table: Table,
  rows: readonly PositionedRow[],
  { statuses, links, now }: Required<Pick<StreamsQuery, 'statuses' | 'links'>> & { readonly now: number },
): AsyncGenerator<PageRow<StreamJson>> {
  const latest = new Map(rows.map(({ row }) => [keyText(row), row])); // a stream that has changed meanwhile has two
  for await (const { row, item, position } of readFullRows(table, rows)) {
    const stream = item && latest.get(keyText(row)) === row ? readStreamJson(item, now) : undefined;
    const matches = stream && statuses.includes(stream.status); // it may have changed since the index was read
    yield { json: matches ? linkStream(links, stream) : undefined, position };
  }
}

function toSection(table: Table, status: Status): ListSection {
  return {
    name: status,
    read: (apps, limit, behind) => {
      const sources = apps.map((app) => (before?: string) => statusQuery(app, status, before));
      return mergeNewest(table, sources, limit, behind, statusPositionOf);
    },
    positionOf: statusPositionOf,
  };
}

function readStreamJson(item: Item, now: number): StreamJson {
  const { app, id } = readAppAndId(item);
  return toStreamJson(app, id, readStateRow(item), now);
}
