import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Action, createHookEvent, measuredActions } from './hooks.ts';

/** A number of streams, each from its start to its recording. The name makes their ids unique. */
export interface StreamLoad {
  readonly name: string;
  readonly streams: number;
}

/** Streams that send concurrently. Each waits for an answer before its next hook, as the media server does. */
const CONCURRENCY = 16;

/** The time between two hooks of a stream by its own clock, in ms. */
const HOOK_INTERVAL_MS = 1_000;

/** Returns the hooks of each stream of a load, in order. */
export function createHooks(load: StreamLoad): APIGatewayProxyEventV2[][] {
  const startedAt = Date.now() - measuredActions.length * HOOK_INTERVAL_MS;
  const hookAt = (id: string) => (action: Action, step: number) =>
    createHookEvent(action, id, startedAt + step * HOOK_INTERVAL_MS);
  return streamIds(load).map((id) => measuredActions.map(hookAt(id)));
}

export const streamIds = ({ name, streams }: StreamLoad): string[] =>
  Array.from({ length: streams }, (_, n) => `${name}-${n}`);

/** Calls `work` for each item, `CONCURRENCY` at a time. */
export async function forEachConcurrently<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const remaining = [...items].reverse();
  const worker = async () => {
    for (let item = remaining.pop(); item !== undefined; item = remaining.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
