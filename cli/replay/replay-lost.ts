import type { SecondSink } from '../../lambda/deferred/deferred-event.ts';
import { DeferralQueue } from '../../lambda/deferred/sqs-deferred-store.ts';
import { within } from '../../lambda/with-timeout.ts';
import { DeferredFolder } from '../../local/deferred/file-deferred-store.ts';
import { counted } from '../../terminal/counted.ts';
import type { WaitingPlace } from '../place/place.ts';
import { linesOf } from './lines-of.ts';
import { lostKeyOf } from './lost-key-of.ts';
import { readLostLine } from './lost-line.ts';
import { Tally } from './lost-tally.ts';

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

/** Why signed lines are left where there is no key. */
const keyless = (name: string): string =>
  `signed, and ${name} has no key to tell by whom: name the --stack or DATA_DIR of the receiver that wrote them`;

/** What was done, in words. */
export interface ReplayedLog {
  readonly done: string;
  /** For each kind of lines that hold "lost" and are not believed, how many and why. */
  readonly left: readonly string[];
}

/** Lets the events wait that a receiver could keep nowhere but in lines of its log. */
export async function replayLost(file: string, takesUnsigned: boolean, place: WaitingPlace): Promise<ReplayedLog> {
  const key = await lostKeyOf(place);
  const sink = await sinkOf(place);
  const [taken, left] = [new Tally(), new Tally()];
  for await (const text of linesOf(file))
    for (const line of readLostLine(text, key)) {
      const isTaken = line.belief === 'signed' || (takesUnsigned && line.belief === 'unsigned');
      const { deferred } = line;
      if (isTaken && deferred) await within(DEFER_MS, (signal) => sink.defer(deferred, signal));
      (isTaken ? taken : left).add(line);
    }
  if (taken.total + left.total === 0) return { done: `No line of ${file} holds "lost".`, left: [] };
  const reasons = key === undefined ? { ...why, foreign: keyless(place.name) } : why;
  return {
    done: [doneWords(taken.total, file, place), ...unsignedWords(taken)].join('\n'),
    left: leftWords(left, reasons),
  };
}

const sinkOf = async ({ outputs, dataDir = '' }: WaitingPlace): Promise<SecondSink> =>
  outputs ? new DeferralQueue(() => outputs.deferredQueue) : DeferredFolder.open(dataDir);

function doneWords(taken: number, file: string, { name }: WaitingPlace): string {
  if (taken === 0) return `No event of ${file} is taken.`;
  return `${counted(taken, 'event')} of ${file} ${taken === 1 ? 'waits' : 'wait'} in ${name}, to be applied.`;
}

function unsignedWords(taken: Tally): string[] {
  const unsigned = taken.count('unsigned');
  if (unsigned === 0) return [];
  return [`${counted(unsigned, 'event')} without a MAC, for ${[...taken.unsignedApps].join(', ')}: ${ANYBODYS}.`];
}

/** A line for each reason. */
function leftWords(left: Tally, reasons: typeof why): string[] {
  const kinds = ['unsigned', 'foreign', 'unreadable'] as const;
  return kinds
    .filter((belief) => left.count(belief) > 0)
    .map((belief) => `${counted(left.count(belief), 'line')} left out: ${reasons[belief]}.`);
}
