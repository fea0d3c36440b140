import type { Item } from '../table/table.ts';
import type { Apps } from './apps.ts';
import type { Rows } from './merge-newest.ts';

/** What a list over apps is asked for. */
export interface AppsQuery {
  readonly apps: Apps;
  readonly limit: number;
  /** Where the page before ended. */
  readonly before: string | undefined;
}

/** One of the lists that follow each other in an answer. */
export interface Lane {
  readonly name: string;
  /** Reads rows of these apps in their order, from just behind a position on. */
  readonly read: (apps: readonly string[], limit: number, behind: string | undefined) => Promise<Rows>;
  /** The position of a row among those of any apps. */
  readonly positionOf: (row: Item) => string;
}

/** A row, and where a page that ends with it goes on. */
export interface Placed {
  readonly row: Item;
  readonly position: string;
}

/** About so many apps are asked for one answer, lane by lane: a hundred apps for streams of each of the four statuses. */
const MAX_QUERIES = 400;

/**
 * Walks lane by lane, and in each from one group of apps to the next, until there are `limit` rows. What follows them is at
 * `next`: null when nothing does. A position holds the lane and both ends of its group, so that apps which appear between
 * two pages move no row into another group. Where too many apps were asked, the page ends early.
 */
export async function walkApps(
  lanes: readonly Lane[],
  apps: Apps,
  limit: number,
  cursor?: string,
): Promise<{ rows: Placed[]; next: string | null }> {
  const placed: Placed[] = [];
  let step = firstStep(lanes, cursor);
  let queries = 0;
  while (step !== undefined) {
    const { lane, after, upTo, behind } = step;
    if (queries >= MAX_QUERIES) return { rows: placed, next: `${lane.name}#${after}##` };
    const group = await apps(after, upTo);
    queries += Math.max(1, group.names.length);
    const { rows, more } = await lane.read(group.names, limit + 1 - placed.length, behind);
    const prefix = `${lane.name}#${after}#${group.last}#`;
    placed.push(...rows.map((row) => ({ row, position: prefix + lane.positionOf(row) })));
    if (more || placed.length > limit) {
      const page = placed.slice(0, limit);
      return { rows: page, next: page.at(-1)?.position ?? null };
    }
    const [next] = group.more ? [lane] : lanes.slice(lanes.indexOf(lane) + 1);
    step = next && { lane: next, after: group.more ? group.last : '', upTo: '', behind: undefined };
  }
  return { rows: placed, next: null };
}

/** Where a walk goes on: in a lane, in the group of apps that these two enclose, behind a position among its rows. */
interface Step {
  readonly lane: Lane;
  readonly after: string;
  readonly upTo: string;
  readonly behind: string | undefined;
}

function firstStep(lanes: readonly Lane[], cursor = ''): Step | undefined {
  const [name, after = '', upTo = '', ...position] = cursor.split('#');
  const lane = lanes.find((known) => known.name === name) ?? lanes[0];
  return lane && { lane, after, upTo, behind: position.join('#') || undefined };
}
