import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { newSecret, type TokenTable } from '../../local/token-table.ts';
import type { Outputs } from '../stack/outputs.ts';
import { removeTestRows } from './remove-rows.ts';
import { sendTestHook } from './test-hook.ts';
import { newTestStream, TEST_APP, type TestStream } from './test-stream.ts';

/** How long the token of a test is good, in ms, should nobody be left to revoke it. */
const TOKEN_MS = 10 * 60_000;

/** What is tried, and with what the traces of it are removed. */
export interface Tried {
  readonly outputs: Outputs;
  readonly client: DynamoDBClient;
  readonly tokens: TokenTable;
  /** Ends the test; its traces are removed all the same. */
  readonly signal: AbortSignal;
}

/** Sends a test hook through what was deployed, and says in words how it went. Throws when it did not work; leaves nothing. */
export async function testDeployment(tried: Tried, withinMs?: number): Promise<string> {
  const started = Date.now();
  const stream = newTestStream(started);
  const secret = newSecret();
  const expiresAt = started + TOKEN_MS;
  const token = {
    scopes: ['hooks', 'read'],
    app: TEST_APP,
    label: 'test hook',
    createdAt: started,
    expiresAt,
  } as const;
  tried.signal.throwIfAborted();
  const { hash } = await tried.tokens.create(secret, token);
  const trial = { outputs: tried.outputs, secret, stream, signal: tried.signal };
  const verdict = await sendTestHook(trial, withinMs).finally(() => removeTraces(tried, hash, stream));
  if (verdict === 'kept out') return "not taken: allowList does not have this machine's address; the read API answers";
  return `recorded and read back in ${((Date.now() - started) / 1000).toFixed(1)} s`;
}

/** Whatever cannot be removed must not hide how the test went. */
async function removeTraces({ tokens, client, outputs }: Tried, hash: string, { id }: TestStream): Promise<void> {
  const removed = [tokens.revoke(hash), removeTestRows(client, outputs.streamsTable, id)];
  for (const result of await Promise.allSettled(removed)) {
    if (result.status === 'rejected')
      console.error(
        `Traces of the test hook may be left, of the app ${TEST_APP} in ${outputs.streamsTable}: ${result.reason}`,
      );
  }
}
