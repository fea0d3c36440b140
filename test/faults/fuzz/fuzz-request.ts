import { createRandom, type Random } from '../../../oracle/random.ts';
import { generateBody } from './bodies.ts';
import { type FuzzTarget, generateTarget } from './fuzz-target.ts';
import { generateHeaders } from './headers.ts';
import { generateTooLarge, generateTooLargeForGateway, MAX_GATEWAY_BYTES, MAX_REQUEST_BYTES } from './huge-bodies.ts';
import { randomBoolean, randomInt, weightedChoice } from './random-generator.ts';

/** A request in well-formed HTTP, and its expected status. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly status: FuzzTarget['status'] | 413;
}

/** The most requests between an original and its retry. */
const MAX_RETRY_DISTANCE = 400;

/** Makes the request with a number. It depends on the seed and the number only, so that each can be made again on its own. */
export function generateRequest(seed: number, n: number, token: string): FuzzRequest {
  const random = createRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b));
  if (n > MAX_RETRY_DISTANCE && randomBoolean(random, 6))
    return generateRequest(seed, n - 1 - randomInt(random, MAX_RETRY_DISTANCE), token);
  const target = generateTarget(random, token);
  const body = generateRequestBody(random, n);
  return { ...target, headers: generateHeaders(random, target.method, body), body, status: statusOf(target, body) };
}

function statusOf({ status, ignoresBody }: FuzzTarget, { length }: Buffer): FuzzRequest['status'] {
  if (length > MAX_GATEWAY_BYTES) return 413;
  if (![200, 403].includes(status) || ignoresBody) return status;
  return length > MAX_REQUEST_BYTES ? 413 : status;
}

function generateRequestBody(random: Random, n: number): Buffer {
  return weightedChoice<Buffer>(
    [98, (random) => generateBody(random, n)],
    [1, () => Buffer.of()],
    [0.6, generateTooLarge],
    [0.005, generateTooLargeForGateway],
  )(random);
}
