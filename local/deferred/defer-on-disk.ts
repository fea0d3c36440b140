import type { SecondSink } from '../../lambda/deferred/deferred-event.ts';
import type { Replayed, Replaying } from '../../lambda/deferred/replay-event.ts';
import { about } from '../../lambda/hook/log-fields.ts';
import type { HookLine } from '../../lambda/receiving/receive.ts';
import { IN_MEMORY } from '../database.ts';
import { Drain } from './drain.ts';
import { DeferredFolder } from './file-deferred-store.ts';

/** The second sink of a receiver of this machine, and what takes it up. */
export interface Deferring {
  readonly secondSink: SecondSink;
  /** Applies what waits from an earlier run, and from then on whatever the tables do not take in time. */
  readonly start: () => void;
  readonly end: () => Promise<void>;
}

/** Opens that of a DATA_DIR; in memory nothing can wait. */
export async function openDeferring(
  dataDir: string,
  replaying: Replaying,
  log: (line: HookLine) => void,
): Promise<Deferring> {
  if (dataDir === IN_MEMORY) return { secondSink: nowhere, start: () => {}, end: async () => {} };
  const folder = await DeferredFolder.open(dataDir);
  await folder.tidy();
  const done = (replayed: Replayed) => log(lineOf(replayed));
  const drain = new Drain({ ...replaying, folder, done, failed: (error) => console.error(String(error)) });
  return { secondSink: folder, start: () => drain.start(), end: () => drain.end() };
}

/** The line of an event that waited, as if it came now. */
function lineOf({ hook, outcome }: Replayed): HookLine {
  const line = { app: hook.app, ...about(hook), ms: Date.now() - hook.receivedAt };
  return outcome === 'refused'
    ? { ...line, status: 403, reason: 'its token may not send hooks here' }
    : { ...line, status: 200, outcome };
}

const nowhere: SecondSink = {
  defer: () => Promise.reject(new Error(`DATA_DIR is ${IN_MEMORY}: nothing can wait there`)),
};
