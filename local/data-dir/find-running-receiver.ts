import { createHmac } from 'node:crypto';
import { createSecret } from '../token-table.ts';
import { type RunningReceiver, readRunningFile } from './data-dir.ts';

/** How long the DynamoDB of a receiver on this machine may take to answer, in ms. */
const PROOF_TIMEOUT_MS = 2_000;

/**
 * The receiver that runs on a DATA_DIR; undefined when there is none. One that was killed is still announced, and by now
 * anybody may listen where it did: what answers there has to prove that it knows the key, before it is shown any secret.
 */
export async function findRunningReceiver(dataDir: string): Promise<RunningReceiver | undefined> {
  const running = readRunningFile(dataDir);
  return running !== undefined && (await provesKey(new URL(running.dynamodb))) ? running : undefined;
}

async function provesKey({ origin, username }: URL): Promise<boolean> {
  const challenge = createSecret();
  const init = { headers: { 'x-challenge': challenge }, signal: AbortSignal.timeout(PROOF_TIMEOUT_MS) };
  const proof = await fetch(origin, init)
    .then((response) => response.text())
    .catch(() => undefined); // nobody is there
  return proof === createHmac('sha256', username).update(challenge).digest('base64url');
}
