import type { Item } from '../table/table.ts';
import type { ReadAppGroup } from './apps.ts';
import type { RowPage } from './merge-newest.ts';

/** The options of a list over apps. */
export interface AppsQuery {
  readonly apps: ReadAppGroup;
  readonly limit: number;
  /** The end of the previous page. */
  readonly before: string | undefined;
}

/** One of the lists that follow each other in a list over apps, such as the streams of one status. */
export interface ListSection {
  readonly name: string;
  /** The queries that it takes for each app. @default 1 */
  readonly queriesPerApp?: number;
  /** Reads rows of these apps in their order, from just behind a position on; undefined when the next page must do it. */
  readonly read: (apps: readonly string[], limit: number, behind: string | undefined) => Promise<RowPage | undefined>;
  /** The position of a row among those of any apps. */
  readonly positionOf: (row: Item) => string;
}

/** A row, and the position behind which the next page begins if this row ends a page. */
export interface PositionedRow {
  readonly row: Item;
  readonly position: string;
}

/** Queries of one response, about: enough for the streams of a hundred apps in each of the four statuses. */
const MAX_QUERIES = 400;
/** Sequential round trips of one response for these queries, about: a list over all streams may go through years of empty days. */
const MAX_STEPS = 100;

/**
 * Walks section by section, and in each from one group of apps to the next, until there are `limit` rows. The next page
 * begins at `next`; null when there is none. A position has the section and both ends of its group, so that apps listed
 * between two pages move no row into another group. The page ends early after `MAX_QUERIES` or `MAX_STEPS`.
 */
export async function walkApps(
  sections: readonly ListSection[],
  apps: ReadAppGroup,
  limit: number,
  cursor?: string,
): Promise<{ rows: PositionedRow[]; next: string | null }> {
  const positioned: PositionedRow[] = [];
  let step = firstStep(sections, cursor);
  let queries = 0;
  for (let steps = 0; step !== undefined; steps++) {
    const { section, after, upTo, behind } = step;
    if (queries >= MAX_QUERIES || steps >= MAX_STEPS) return { rows: positioned, next: positionOfStep(step) };
    const group = await apps(after, upTo);
    queries += Math.max(1, group.names.length * (section.queriesPerApp ?? 1));
    const read = await section.read(group.names, limit + 1 - positioned.length, behind);
    if (read === undefined) return { rows: positioned, next: positionOfStep(step) };
    const { rows, more } = read;
    const prefix = `${section.name}#${after}#${group.last}#`;
    positioned.push(...rows.map((row) => ({ row, position: prefix + section.positionOf(row) })));
    if (more || positioned.length > limit) {
      const page = positioned.slice(0, limit);
      return { rows: page, next: page.at(-1)?.position ?? null };
    }
    const [next] = group.more ? [section] : sections.slice(sections.indexOf(section) + 1);
    step = next && { section: next, after: group.more ? group.last : '', upTo: '', behind: undefined };
  }
  return { rows: positioned, next: null };
}

/** A step of the walk: in a section, the group of apps behind `after` up to `upTo`, from behind a position on. */
interface Step {
  readonly section: ListSection;
  readonly after: string;
  readonly upTo: string;
  readonly behind: string | undefined;
}

const positionOfStep = ({ section, after, upTo, behind = '' }: Step): string =>
  [section.name, after, upTo, behind].join('#');

function firstStep(sections: readonly ListSection[], cursor = ''): Step | undefined {
  const [name, after = '', upTo = '', ...position] = cursor.split('#');
  const section = sections.find((known) => known.name === name) ?? sections[0];
  return section && { section, after, upTo, behind: position.join('#') || undefined };
}
