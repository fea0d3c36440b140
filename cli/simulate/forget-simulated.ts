import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { statuses } from '../../lambda/reading/stream-filter.ts';
import { statusQuery } from '../../lambda/table/queries.ts';
import {
  appsPartition,
  encodedIdOf,
  hostKey,
  hostPartition,
  hostsPartition,
  positionOfRow,
} from '../../lambda/table/row-keys.ts';
import { type ForgettableTable, forgetStreams, totalRows } from '../forget/forget-streams.ts';
import { type DeletableTable, readKeys, removePartition, removeRows } from '../forget/remove-partition.ts';
import type { StreamName } from '../forget/stream-name.ts';
import { isSimulated, isSimulatedHost } from './ids.ts';

export interface ForgetResult {
  readonly streams: readonly StreamName[];
  readonly servers: readonly { readonly app: string; readonly host: string }[];
  readonly rows: number;
}

/** Deletes every stream and server that any simulation has left in a table, of every app. */
export async function forgetSimulated(table: ForgettableTable, now: number): Promise<ForgetResult> {
  const streams: StreamName[] = [];
  const servers: { app: string; host: string }[] = [];
  for (const app of await listNames(table, appsPartition)) {
    for (const id of await listStreamIds(table, app)) if (isSimulated(id, now)) streams.push({ app, id });
    const hosts = await listNames(table, hostsPartition(app));
    servers.push(...hosts.filter((host) => isSimulatedHost(host, now)).map((host) => ({ app, host })));
  }
  const removed = streams.length === 0 ? {} : await forgetStreams(table, streams);
  let rows = totalRows(removed);
  for (const { app, host } of servers) {
    rows += totalRows(await removePartition(table, hostPartition(app, host))) + 1;
    await removeRows(table, [hostKey(app, host)]);
  }
  return { streams, servers, rows };
}

/** Returns the names that a partition lists: apps, or the hosts of one app. */
async function listNames(table: DeletableTable, partition: string): Promise<string[]> {
  return (await readKeys(table, partition)).map((row) => decodeURIComponent(positionOfRow(row)));
}

/** Returns the ids of an app's streams from the status index. They are not decoded: ids of simulations need no encoding. */
async function listStreamIds({ client, name }: DeletableTable, app: string): Promise<string[]> {
  const ids: string[] = [];
  for (const status of statuses) {
    const query = { TableName: name, ...statusQuery(app, status) };
    for await (const { Items = [] } of paginateQuery({ client }, query)) ids.push(...Items.map(encodedIdOf));
  }
  return ids;
}
