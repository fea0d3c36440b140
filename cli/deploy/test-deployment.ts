import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { appKey, quarantinePartition, streamPartition, tokenUseKey } from '../../lambda/table/row-keys.ts';
import { createSecret } from '../../local/create-secret.ts';
import type { TokenTable } from '../../local/token-table.ts';
import { removePartition, removeRows } from '../forget/remove-partition.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { sendTestHook } from './test-hook.ts';
import { createTestStream, TEST_APP, type TestStream } from './test-stream.ts';

/** The lifetime of the test's token, in ms, in case nothing is left to revoke it. */
const TOKEN_TTL_MS = 10 * 60_000;

export interface TestDeps {
  readonly outputs: StackOutputs;
  readonly client: DynamoDBClient;
  readonly tokens: TokenTable;
  /** Aborts the test; its rows are removed all the same. */
  readonly signal: AbortSignal;
}

/** Sends a test hook through a deployment and describes how it went. Throws when it failed; removes every row of it in any case. */
export async function testDeployment(deps: TestDeps, timeoutMs?: number): Promise<string> {
  const startedAt = Date.now();
  const stream = createTestStream(startedAt);
  const secret = createSecret();
  deps.signal.throwIfAborted();
  const { hash } = await deps.tokens.create(secret, {
    scopes: ['hooks', 'read'],
    app: TEST_APP,
    label: 'test hook',
    createdAt: startedAt,
    expiresAt: startedAt + TOKEN_TTL_MS,
  });
  const hookTest = { outputs: deps.outputs, secret, stream, signal: deps.signal };
  const result = await sendTestHook(hookTest, timeoutMs).finally(() => cleanUp(deps, hash, stream));
  if (result === 'blocked') return "refused: allowList does not contain this machine's address; the read API answers";
  return `recorded and read back in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** Prints what could not be removed; throwing it would hide how the test went. */
async function cleanUp({ tokens, client, outputs }: TestDeps, hash: string, { id }: TestStream): Promise<void> {
  const removals = [tokens.revoke(hash), removeTestRows(client, outputs.streamsTable, id, hash)];
  for (const removal of await Promise.allSettled(removals)) {
    if (removal.status === 'rejected')
      console.error(
        `Rows of the test hook may remain in ${outputs.streamsTable}, of the app ${TEST_APP}: ${removal.reason}`,
      );
  }
}

/** Removes what a test hook may leave: the stream, a quarantined hook, the app in the list of apps, and the note of the token's use. */
async function removeTestRows(client: DynamoDBClient, name: string, id: string, tokenHash: string): Promise<void> {
  const table = { client, name };
  const partitions = [streamPartition(TEST_APP, id), quarantinePartition(TEST_APP)];
  await Promise.all(partitions.map((partition) => removePartition(table, partition)));
  await removeRows(table, [appKey(TEST_APP), tokenUseKey(tokenHash)]);
}
