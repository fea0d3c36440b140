import { namesQuery } from '../table/queries.ts';
import { appsPartition, positionOfRow } from '../table/row-keys.ts';
import { readAppRow } from '../table/rows/app-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import type { Table } from '../table/table.ts';

/** A part of the apps that a list goes through, ordered by name. */
export interface AppGroup {
  readonly names: readonly string[];
  /** The last of them, encoded: the next group begins behind it. */
  readonly last: string;
  readonly more: boolean;
}

/** Reads the group of apps behind `after`, up to `upTo` where its end is known; both are encoded names, or empty. */
export type ReadAppGroup = (after: string, upTo: string) => Promise<AppGroup>;

/** A group may grow after its end was set. */
const GROUP_SIZE = 100;
const MAX_GROUP_SIZE = 300;

/**
 * Reads all apps in groups. An app that is listed later, within a group whose end is known, joins that group; if the group
 * grows too large, its rest becomes a group of its own, which may list rows again.
 */
export const allApps =
  (table: Table, now: number): ReadAppGroup =>
  async (after, upTo) => {
    const limit = upTo === '' ? GROUP_SIZE : MAX_GROUP_SIZE;
    const { items } = await table.query({ ...namesQuery(appsPartition, 'app', after, upTo), Limit: limit + 1 });
    const rows = items.slice(0, limit);
    const names = rows.filter((row) => isUnexpired(row, now)).map(readAppRow);
    const isCut = rows.length < items.length;
    const last = positionOfRow(rows.at(-1) ?? {});
    return { names, last: isCut ? last : upTo || last, more: isCut || upTo !== '' };
  };

/** Returns these apps as the only group. */
export const fixedApps =
  (...names: string[]): ReadAppGroup =>
  async () => ({ names, last: '', more: false });
