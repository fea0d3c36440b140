import type { DeferredStore } from '../../lambda/deferred/deferred-event.ts';
import type { ReplayDeps, ReplayResult } from '../../lambda/deferred/replay-event.ts';
import { logFieldsOf } from '../../lambda/hook/log-fields.ts';
import type { HookLogLine } from '../../lambda/receiving/hook-result.ts';
import { IN_MEMORY } from '../data-dir/data-dir.ts';
import { Drain } from './drain.ts';
import { FileDeferredStore } from './file-deferred-store.ts';

/** The store of deferred events of a receiver of this machine, and the drain that applies them. */
export interface Deferral {
  readonly store: DeferredStore;
  /** Returns how many files of events are deferred. */
  readonly countDeferred: () => Promise<number>;
  /** Starts to apply deferred events, those of an earlier run first. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** Opens the deferred events of a DATA_DIR. In memory, no event can be deferred. */
export async function openDeferral(
  dataDir: string,
  deps: ReplayDeps,
  log: (line: HookLogLine) => void,
): Promise<Deferral> {
  if (dataDir === IN_MEMORY)
    return { store: noStore, countDeferred: async () => 0, start: () => {}, stop: async () => {} };
  const store = await FileDeferredStore.open(dataDir);
  await store.removePartialFiles();
  const onReplayed = (replayed: ReplayResult) => log(toHookLine(replayed));
  const drain = new Drain({ ...deps, store, onReplayed, onError: (error) => console.error(String(error)) });
  const countDeferred = async () => (await store.pendingFiles()).length;
  return { store, countDeferred, start: () => drain.start(), stop: () => drain.stop() };
}

/** Returns the log line of a deferred event, as if it arrived now. */
function toHookLine({ hook, outcome }: ReplayResult): HookLogLine {
  const line = { app: hook.app, ...logFieldsOf(hook), ms: Date.now() - hook.receivedAt };
  return outcome === 'refused'
    ? { ...line, status: 403, reason: 'its token may not send hooks here' }
    : { ...line, status: 200, outcome };
}

const noStore: DeferredStore = {
  defer: () => Promise.reject(new Error(`DATA_DIR is ${IN_MEMORY}: no event can be deferred`)),
};
