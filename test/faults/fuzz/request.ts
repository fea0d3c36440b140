import { type Random, randomOf } from '../../../cli/simulate/random.ts';
import { aBody } from './bodies.ts';
import { isLikely, oneOf, whole } from './chance.ts';
import { headersOf } from './headers.ts';
import { farTooLarge, MAX_BODY, MAX_PAYLOAD, tooLarge } from './huge.ts';
import { type Target, targetOf } from './target.ts';

/** A request of well-formed HTTP, and the one status that it has to be answered with. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly status: Target['status'] | 413;
}

/** A retry comes at most this many requests after its original. */
const RETRY_WITHIN = 400;

/** The request of a number: the same of the same seed, so that any of them can be made again by itself. */
export function requestOf(seed: number, n: number, token: string): FuzzRequest {
  const random = randomOf(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b));
  if (n > RETRY_WITHIN && isLikely(random, 6)) return requestOf(seed, n - 1 - whole(random, RETRY_WITHIN), token);
  const target = targetOf(random, token);
  const body = bodyOf(random, n);
  return { ...target, headers: headersOf(random, target.method, body), body, status: statusOf(target, body) };
}

function statusOf({ status, isBlind }: Target, { length }: Buffer): FuzzRequest['status'] {
  if (length > MAX_PAYLOAD) return 413;
  if (![200, 403].includes(status) || isBlind) return status;
  return length > MAX_BODY ? 413 : status;
}

function bodyOf(random: Random, n: number): Buffer {
  return oneOf<Buffer>(
    [98, (chance) => aBody(chance, n)],
    [1, () => Buffer.of()],
    [0.6, tooLarge],
    [0.005, farTooLarge],
  )(random);
}
