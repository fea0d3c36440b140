import { isListed, rowPosition } from '../table/history.ts';
import { appsPartition } from '../table/keys.ts';
import { namesQuery } from '../table/names-query.ts';
import type { Table } from '../table/table.ts';

/** Some of the apps that a list goes through, by name. */
export interface AppGroup {
  readonly names: readonly string[];
  /** The last of them as a key has it: the next group is behind it. */
  readonly last: string;
  readonly more: boolean;
}

/** Reads the next group behind an app, or, where its end is known, the group up to that; both as a key has them, or empty. */
export type Apps = (after: string, upTo: string) => Promise<AppGroup>;

/** The apps of a group, and the most of one that has grown since its end was set. */
const GROUP = 100;
const MAX_GROUP = 300;

/**
 * All apps in groups. One that appears later in a group whose end is known is read with it; of a group that has grown too
 * large the rest is a group of its own, which may list again what was listed before.
 */
export const everyApp =
  (table: Table, now: number): Apps =>
  async (after, upTo) => {
    const most = upTo === '' ? GROUP : MAX_GROUP;
    const { items } = await table.query({ ...namesQuery(appsPartition, 'app', after, upTo), Limit: most + 1 });
    const rows = items.slice(0, most);
    const names = rows.filter((row) => isListed(row, now)).map((row) => row.app?.S ?? '');
    const isCut = rows.length < items.length;
    const last = rowPosition(rows.at(-1) ?? {});
    return { names, last: isCut ? last : upTo || last, more: isCut || upTo !== '' };
  };

/** These apps as the only group. */
export const onlyApps =
  (...names: string[]): Apps =>
  async () => ({ names, last: '', more: false });
