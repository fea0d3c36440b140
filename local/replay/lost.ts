import { readFile } from 'node:fs/promises';
import { DeferralQueue } from '../../lambda/deferring/deferral-queue.ts';
import { type Deferred, readDeferred } from '../../lambda/deferring/deferred.ts';
import { within } from '../../lambda/within.ts';
import { DeferredFolder } from '../deferred/deferred-folder.ts';
import type { Place } from '../place/place.ts';
import { counted } from '../simulate/counted.ts';

/** How long one event may take to be put aside, in ms. */
const DEFER_MS = 10_000;

/** Lets the events wait that a receiver could keep nowhere but in lines of its log; what was done, in words. Throws when a line's event is broken. */
export async function replayLost(file: string, { outputs, dataDir = '', name }: Place): Promise<string> {
  const lost = (await readFile(file, 'utf8')).split('\n').flatMap(lostIn);
  const sink = outputs ? new DeferralQueue(() => outputs.deferredQueue) : await DeferredFolder.open(dataDir);
  for (const deferred of lost) await within(DEFER_MS, (signal) => sink.defer(deferred, signal));
  if (lost.length === 0) return `No line of ${file} holds an event under "lost".`;
  return `${counted(lost.length, 'event')} of ${file} ${lost.length === 1 ? 'waits' : 'wait'} in ${name}, to be applied.`;
}

/** The event that a line of the log holds, whatever stands before its JSON. */
function lostIn(line: string): Deferred[] {
  const start = line.indexOf('{');
  if (start < 0 || !line.includes('"lost"')) return [];
  const { lost } = JSON.parse(line.slice(start));
  return lost === undefined ? [] : [readDeferred(JSON.stringify(lost))];
}
