import type { DeferredStore } from '../../lambda/deferred/deferred-event.ts';
import type { ReplayDeps, ReplayResult } from '../../lambda/deferred/replay-event.ts';
import { logFieldsOf } from '../../lambda/hook/log-fields.ts';
import type { HookLogLine } from '../../lambda/receiving/receive.ts';
import { IN_MEMORY } from '../data-dir/data-dir.ts';
import { Drain } from './drain.ts';
import { FileDeferredStore } from './file-deferred-store.ts';

/** The second sink of a receiver of this machine, and what takes it up. */
export interface Deferral {
  readonly secondSink: DeferredStore;
  /** Applies what waits from an earlier run, and from then on whatever the tables do not take in time. */
  readonly start: () => void;
  readonly end: () => Promise<void>;
}

/** Opens that of a DATA_DIR; in memory nothing can wait. */
export async function openDeferral(
  dataDir: string,
  replaying: ReplayDeps,
  log: (line: HookLogLine) => void,
): Promise<Deferral> {
  if (dataDir === IN_MEMORY) return { secondSink: noStore, start: () => {}, end: async () => {} };
  const folder = await FileDeferredStore.open(dataDir);
  await folder.removePartialFiles();
  const onReplayed = (replayed: ReplayResult) => log(toHookLine(replayed));
  const drain = new Drain({ ...replaying, folder, onReplayed, onError: (error) => console.error(String(error)) });
  return { secondSink: folder, start: () => drain.start(), end: () => drain.stop() };
}

/** The line of an event that waited, as if it came now. */
function toHookLine({ hook, outcome }: ReplayResult): HookLogLine {
  const line = { app: hook.app, ...logFieldsOf(hook), ms: Date.now() - hook.receivedAt };
  return outcome === 'refused'
    ? { ...line, status: 403, reason: 'its token may not send hooks here' }
    : { ...line, status: 200, outcome };
}

const noStore: DeferredStore = {
  defer: () => Promise.reject(new Error(`DATA_DIR is ${IN_MEMORY}: nothing can wait there`)),
};
