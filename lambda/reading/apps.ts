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

/** The most apps that are asked at once. */
const MAX_GROUP = 100;

/** All apps in groups. One that appears later in a group whose end is known is read with it. */
export const everyApp =
  (table: Table, now: number): Apps =>
  async (after, upTo) => {
    const range = namesQuery(appsPartition, 'app', after, upTo);
    const { items } = await table.query(upTo === '' ? { ...range, Limit: MAX_GROUP + 1 } : range);
    const rows = upTo === '' ? items.slice(0, MAX_GROUP) : items;
    const names = rows.filter((row) => isListed(row, now)).map((row) => row.app?.S ?? '');
    const last = rowPosition(rows.at(-1) ?? {});
    return { names, last: upTo || last, more: upTo !== '' || rows.length < items.length };
  };

/** These apps as the only group. */
export const onlyApps =
  (...names: string[]): Apps =>
  async () => ({ names, last: '', more: false });
