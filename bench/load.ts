import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { actions, hookOf } from './hooks.ts';

/** So many streams from their start to their recording, which no other load has. */
export interface Load {
  readonly name: string;
  readonly streams: number;
}

/** How many streams send at once: each waits for an answer before it sends again, as the media server does. */
const AT_ONCE = 16;

/** How long each of a stream's hooks comes after the one before, by its own clock, in ms. */
const STEP_MS = 1_000;

/** The hooks of each stream of a load, in order. */
export function hooksOf({ name, streams }: Load): APIGatewayProxyEventV2[][] {
  const now = Date.now() - actions.length * STEP_MS;
  return idsOf({ name, streams }).map((id) => actions.map((action, step) => hookOf(action, id, now + step * STEP_MS)));
}

export const idsOf = ({ name, streams }: Load): string[] => Array.from({ length: streams }, (_, n) => `${name}-${n}`);

/** Does the work for each, always for as many at once as there are. */
export async function inParallel<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  const left = [...things].reverse();
  const worker = async () => {
    for (let thing = left.pop(); thing !== undefined; thing = left.pop()) await work(thing);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
