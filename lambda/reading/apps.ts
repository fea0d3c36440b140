import { isUnexpired, positionOfRow } from '../table/history.ts';
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
export type ReadAppGroup = (after: string, upTo: string) => Promise<AppGroup>;

/** The apps of a group, and the most of one that has grown since its end was set. */
const GROUP_SIZE = 100;
const MAX_GROUP_SIZE = 300;

/**
 * All apps in groups. One that appears later in a group whose end is known is read with it; of a group that has grown too
 * large the rest is a group of its own, which may list again what was listed before.
 */
export const allApps =
  (table: Table, now: number): ReadAppGroup =>
  async (after, upTo) => {
    const limit = upTo === '' ? GROUP_SIZE : MAX_GROUP_SIZE;
    const { items } = await table.query({ ...namesQuery(appsPartition, 'app', after, upTo), Limit: limit + 1 });
    const rows = items.slice(0, limit);
    const names = rows.filter((row) => isUnexpired(row, now)).map((row) => row.app?.S ?? '');
    const isCut = rows.length < items.length;
    const last = positionOfRow(rows.at(-1) ?? {});
    return { names, last: isCut ? last : upTo || last, more: isCut || upTo !== '' };
  };

/** These apps as the only group. */
export const fixedApps =
  (...names: string[]): ReadAppGroup =>
  async () => ({ names, last: '', more: false });
