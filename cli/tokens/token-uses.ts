import { readPartition } from '../../lambda/table/read-partition.ts';
import { tokenUseKey, tokenUsesPartition } from '../../lambda/table/row-keys.ts';
import { readTokenUse } from '../../lambda/table/rows/token-use-row.ts';
import type { Table } from '../../lambda/table/table.ts';

/**
 * Returns the start of the hour in which the hooks of each token last came (ms since the epoch), by the hash of the token. A
 * token has none before its first hook, nor before the first since the release that notes them.
 */
export async function readTokenUses(streams: Table): Promise<Map<string, number>> {
  return new Map((await readPartition(streams, tokenUsesPartition)).map(readTokenUse));
}

/** Removes what is noted of a revoked token. A hook within the next 60 s may note it again, until the note expires. */
export const removeTokenUse = (streams: Table, hash: string): Promise<void> => streams.delete(tokenUseKey(hash));
