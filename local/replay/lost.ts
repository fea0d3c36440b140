import { readFile } from 'node:fs/promises';
import { DeferralQueue } from '../../lambda/deferring/deferral-queue.ts';
import { type Deferred, readDeferred } from '../../lambda/deferring/deferred.ts';
import { within } from '../../lambda/within.ts';
import { DeferredFolder } from '../deferred/deferred-folder.ts';
import type { Place } from '../place/place.ts';
import { counted } from '../simulate/counted.ts';

/** How long one event may take to be put aside, in ms. */
const DEFER_MS = 10_000;

/**
 * Lets the events wait that a receiver could keep nowhere but in lines of its log; what was done, in words. Throws when the
 * event of a line is broken: those of the others wait then all the same.
 */
export async function replayLost(file: string, { outputs, dataDir = '', name }: Place): Promise<string> {
  const broken: unknown[] = [];
  const lost = (await readFile(file, 'utf8')).split('\n').flatMap((line) => lostIn(line, broken));
  const sink = outputs ? new DeferralQueue(() => outputs.deferredQueue) : await DeferredFolder.open(dataDir);
  for (const deferred of lost) await within(DEFER_MS, (signal) => sink.defer(deferred, signal));
  const done = `${counted(lost.length, 'event')} of ${file} ${lost.length === 1 ? 'waits' : 'wait'} in ${name}, to be applied.`;
  if (broken.length > 0)
    throw new Error(`${counted(broken.length, 'line')} of ${file} cannot be read, the first: ${broken[0]}\n${done}`);
  return lost.length === 0 ? `No line of ${file} holds an event under "lost".` : done;
}

/** The event that a line of the log holds, whatever stands before its JSON; why it cannot be read goes to `broken`. */
function lostIn(line: string, broken: unknown[]): Deferred[] {
  const start = line.indexOf('{');
  if (start < 0 || !line.includes('"lost"')) return [];
  try {
    const { lost } = JSON.parse(line.slice(start));
    return lost === undefined ? [] : [readDeferred(lost)];
  } catch (error) {
    broken.push(error);
    return [];
  }
}
