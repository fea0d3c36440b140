import { readFile } from 'node:fs/promises';
import { DeferralQueue } from '../../lambda/deferring/deferral-queue.ts';
import type { Deferred } from '../../lambda/deferring/deferred.ts';
import { within } from '../../lambda/within.ts';
import { DeferredFolder } from '../deferred/deferred-folder.ts';
import type { Place } from '../place/place.ts';
import { counted } from '../simulate/counted.ts';
import { showable } from '../terminal/text.ts';
import { lostKeyOf } from './lost-key-of.ts';
import { type LostLine, readLostLine } from './lost-line.ts';

/** How long one event may take to be put aside, in ms. */
const DEFER_MS = 10_000;

/** What a line without a MAC may be. */
const ANYBODYS = 'anybody whose text reaches that log could have written it, for any app';

/** Why lines are left, and what to do. */
const why = {
  unsigned: `no MAC, as of 0.2.0: ${ANYBODYS}. --unsigned takes them all the same`,
  foreign: 'signed by another receiver, or changed since: name the --stack or DATA_DIR of the one that wrote them',
  unreadable:
    'nothing that a receiver wrote, or a part of it: make the file as docs/operations.md does, of whole lines',
};

/** What was done, in words. */
export interface ReplayedLog {
  readonly done: string;
  /** For each kind of lines that hold "lost" and are not believed, how many and why. */
  readonly left: readonly string[];
}

/** Lets the events wait that a receiver could keep nowhere but in lines of its log. */
export async function replayLost(file: string, takesUnsigned: boolean, place: Place): Promise<ReplayedLog> {
  const key = await lostKeyOf(place);
  const lines = (await readFile(file, 'utf8')).split('\n').flatMap((line) => readLostLine(line, key));
  if (lines.length === 0) return { done: `No line of ${file} holds "lost".`, left: [] };
  const isTaken = ({ belief }: LostLine) => belief === 'signed' || (takesUnsigned && belief === 'unsigned');
  const taken = lines.filter(isTaken);
  await defer(eventsOf(taken), place);
  const done = `${counted(taken.length, 'event')} of ${file} ${taken.length === 1 ? 'waits' : 'wait'} in ${place.name}, to be applied.`;
  const left = leftWords(lines.filter((line) => !isTaken(line)));
  return { done: [done, ...unsignedWords(taken)].join('\n'), left };
}

const eventsOf = (lines: readonly LostLine[]): Deferred[] => lines.flatMap(({ deferred = [] }) => deferred);

async function defer(events: readonly Deferred[], { outputs, dataDir = '' }: Place): Promise<void> {
  const sink = outputs ? new DeferralQueue(() => outputs.deferredQueue) : await DeferredFolder.open(dataDir);
  for (const deferred of events) await within(DEFER_MS, (signal) => sink.defer(deferred, signal));
}

function unsignedWords(taken: readonly LostLine[]): string[] {
  const unsigned = eventsOf(taken.filter(({ belief }) => belief === 'unsigned'));
  if (unsigned.length === 0) return [];
  const apps = [...new Set(unsigned.map(({ message }) => showable(message.app)))].join(', ');
  return [`${counted(unsigned.length, 'event')} without a MAC, for ${apps}: ${ANYBODYS}.`];
}

/** A line for each reason. */
function leftWords(left: readonly LostLine[]): string[] {
  const all = Object.entries(why).map(([belief, reason]) => {
    const count = left.filter((line) => line.belief === belief).length;
    return { count, text: `${counted(count, 'line')} left out: ${reason}.` };
  });
  return all.flatMap(({ count, text }) => (count > 0 ? [text] : []));
}
