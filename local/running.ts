import { createHmac } from 'node:crypto';
import { announced, type Running } from './data-dir.ts';
import { newSecret } from './token-table.ts';

/** How long the DynamoDB of a receiver on this machine may take to answer, in ms. */
const ANSWERS_WITHIN_MS = 2_000;

/**
 * The receiver that runs on a DATA_DIR; undefined when there is none. One that was killed is still announced, and by now
 * anybody may listen where it did: what answers there has to prove that it knows the key, before it is shown any secret.
 */
export async function runningOn(dataDir: string): Promise<Running | undefined> {
  const running = announced(dataDir);
  return running !== undefined && (await knowsKey(new URL(running.dynamodb))) ? running : undefined;
}

async function knowsKey({ origin, username }: URL): Promise<boolean> {
  const challenge = newSecret();
  const asked = { headers: { 'x-challenge': challenge }, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) };
  const answer = await fetch(origin, asked)
    .then((response) => response.text())
    .catch(() => undefined); // nobody is there
  return answer === createHmac('sha256', username).update(challenge).digest('base64url');
}
