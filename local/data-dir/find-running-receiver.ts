import { createHmac } from 'node:crypto';
import { createSecret } from '../create-secret.ts';
import { type RunningReceiver, readRunningFile } from './data-dir.ts';

/** Timeout of a request to the embedded DynamoDB of a receiver, in ms. */
const PROOF_TIMEOUT_MS = 2_000;

/**
 * Returns the receiver that runs on a DATA_DIR, or undefined when none does. A receiver that was killed leaves its
 * running.json, and any process may listen on its port since: the process there must prove that it knows the access key
 * before it is sent a secret.
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
    .catch(() => undefined); // nothing listens there
  return proof === createHmac('sha256', username).update(challenge).digest('base64url');
}
