import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createSecret, type TokenTable } from '../../local/token-table.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { removeTestRows } from './remove-test-rows.ts';
import { sendTestHook } from './test-hook.ts';
import { createTestStream, TEST_APP, type TestStream } from './test-stream.ts';

/** How long the token of a test is good, in ms, should nobody be left to revoke it. */
const TOKEN_MS = 10 * 60_000;

/** What is tried, and with what the traces of it are removed. */
export interface TestDeps {
  readonly outputs: StackOutputs;
  readonly client: DynamoDBClient;
  readonly tokens: TokenTable;
  /** Ends the test; its traces are removed all the same. */
  readonly signal: AbortSignal;
}

/** Sends a test hook through what was deployed, and says in words how it went. Throws when it did not work; leaves nothing. */
export async function testDeployment(deps: TestDeps, timeoutMs?: number): Promise<string> {
  const started = Date.now();
  const stream = createTestStream(started);
  const secret = createSecret();
  const expiresAt = started + TOKEN_MS;
  const token = {
    scopes: ['hooks', 'read'],
    app: TEST_APP,
    label: 'test hook',
    createdAt: started,
    expiresAt,
  } as const;
  deps.signal.throwIfAborted();
  const { hash } = await deps.tokens.create(secret, token);
  const hookTest = { outputs: deps.outputs, secret, stream, signal: deps.signal };
  const result = await sendTestHook(hookTest, timeoutMs).finally(() => removeTraces(deps, hash, stream));
  if (result === 'kept out') return "not taken: allowList does not have this machine's address; the read API answers";
  return `recorded and read back in ${((Date.now() - started) / 1000).toFixed(1)} s`;
}

/** Whatever cannot be removed must not hide how the test went. */
async function removeTraces({ tokens, client, outputs }: TestDeps, hash: string, { id }: TestStream): Promise<void> {
  const removed = [tokens.revoke(hash), removeTestRows(client, outputs.streamsTable, id)];
  for (const result of await Promise.allSettled(removed)) {
    if (result.status === 'rejected')
      console.error(
        `Traces of the test hook may be left, of the app ${TEST_APP} in ${outputs.streamsTable}: ${result.reason}`,
      );
  }
}
