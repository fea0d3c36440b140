import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { actions, createHook } from './hooks.ts';

/** So many streams from their start to their recording, which no other load has. */
export interface StreamLoad {
  readonly name: string;
  readonly streams: number;
}

/** How many streams send at once: each waits for an answer before it sends again, as the media server does. */
const CONCURRENCY = 16;

/** How long each of a stream's hooks comes after the one before, by its own clock, in ms. */
const HOOK_INTERVAL_MS = 1_000;

/** The hooks of each stream of a load, in order. */
export function createHooks({ name, streams }: StreamLoad): APIGatewayProxyEventV2[][] {
  const now = Date.now() - actions.length * HOOK_INTERVAL_MS;
  return streamIds({ name, streams }).map((id) =>
    actions.map((action, step) => createHook(action, id, now + step * HOOK_INTERVAL_MS)),
  );
}

export const streamIds = ({ name, streams }: StreamLoad): string[] =>
  Array.from({ length: streams }, (_, n) => `${name}-${n}`);

/** Does the work for each, always for as many at once as there are. */
export async function forEachConcurrently<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const remaining = [...items].reverse();
  const worker = async () => {
    for (let thing = remaining.pop(); thing !== undefined; thing = remaining.pop()) await work(thing);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
