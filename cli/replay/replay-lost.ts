import type { DeferredStore } from '../../lambda/deferred/deferred-event.ts';
import { SqsDeferredStore } from '../../lambda/deferred/sqs-deferred-store.ts';
import { withTimeout } from '../../lambda/with-timeout.ts';
import { FileDeferredStore } from '../../local/deferred/file-deferred-store.ts';
import { pluralize } from '../../words/pluralize.ts';
import type { DeferredLocation } from '../connection/receiver-connection.ts';
import { findLostKey } from './find-lost-key.ts';
import { readLostLine } from './lost-line.ts';
import { LostLineTally } from './lost-tally.ts';
import { readLines } from './read-lines.ts';

/** How long one event may take to be put aside, in ms. */
const DEFER_TIMEOUT_MS = 10_000;

/** What a line without a MAC may be. */
const UNSIGNED_RISK = 'anybody whose text reaches that log could have written it, for any app';

/** Why lines are left, and what to do. */
const rejectionReasons = {
  unsigned: `no MAC, as of 0.2.0: ${UNSIGNED_RISK}. --unsigned takes them all the same`,
  foreign: 'signed by another receiver, or changed since: name the --stack or DATA_DIR of the one that wrote them',
  unreadable:
    'nothing that a receiver wrote, or a part of it: make the file as docs/operations.md does, of whole lines',
};

/** Why signed lines are left where there is no key. */
const noKeyReason = (name: string): string =>
  `signed, and ${name} has no key to tell by whom: name the --stack or DATA_DIR of the receiver that wrote them`;

/** What was done, in words. */
export interface LostReplayResult {
  readonly summary: string;
  /** For each kind of lines that hold "lost" and are not believed, how many and why. */
  readonly rejections: readonly string[];
}

/** Lets the events wait that a receiver could keep nowhere but in lines of its log. */
export async function replayLost(
  file: string,
  acceptsUnsigned: boolean,
  location: DeferredLocation,
): Promise<LostReplayResult> {
  const key = await findLostKey(location);
  const store = await openDeferredStore(location);
  const [accepted, rejected] = [new LostLineTally(), new LostLineTally()];
  for await (const text of readLines(file))
    for (const line of readLostLine(text, key)) {
      const isAccepted = line.origin === 'signed' || (acceptsUnsigned && line.origin === 'unsigned');
      const { deferred } = line;
      if (isAccepted && deferred) await withTimeout(DEFER_TIMEOUT_MS, (signal) => store.defer(deferred, signal));
      (isAccepted ? accepted : rejected).add(line);
    }
  if (accepted.total + rejected.total === 0) return { summary: `No line of ${file} holds "lost".`, rejections: [] };
  const reasons = key === undefined ? { ...rejectionReasons, foreign: noKeyReason(location.name) } : rejectionReasons;
  return {
    summary: [describeAccepted(accepted.total, file, location), ...describeUnsigned(accepted)].join('\n'),
    rejections: describeRejected(rejected, reasons),
  };
}

const openDeferredStore = async ({ outputs, dataDir = '' }: DeferredLocation): Promise<DeferredStore> =>
  outputs ? new SqsDeferredStore(() => outputs.deferredQueue) : FileDeferredStore.open(dataDir);

function describeAccepted(accepted: number, file: string, { name }: DeferredLocation): string {
  if (accepted === 0) return `No event of ${file} is taken.`;
  return `${pluralize(accepted, 'event')} of ${file} ${accepted === 1 ? 'waits' : 'wait'} in ${name}, to be applied.`;
}

function describeUnsigned(accepted: LostLineTally): string[] {
  const unsigned = accepted.count('unsigned');
  if (unsigned === 0) return [];
  return [
    `${pluralize(unsigned, 'event')} without a MAC, for ${[...accepted.unsignedApps].join(', ')}: ${UNSIGNED_RISK}.`,
  ];
}

/** A line for each reason. */
function describeRejected(rejected: LostLineTally, reasons: typeof rejectionReasons): string[] {
  const origins = ['unsigned', 'foreign', 'unreadable'] as const;
  return origins
    .filter((belief) => rejected.count(belief) > 0)
    .map((belief) => `${pluralize(rejected.count(belief), 'line')} left out: ${reasons[belief]}.`);
}
