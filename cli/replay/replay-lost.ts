import type { DeferredStore } from '../../lambda/deferred/deferred-event.ts';
import { SqsDeferredStore } from '../../lambda/deferred/sqs-deferred-store.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { withTimeout } from '../../lambda/with-timeout.ts';
import { FileDeferredStore } from '../../local/deferred/file-deferred-store.ts';
import type { DeferredLocation } from '../connection/receiver-connection.ts';
import { findLostKey } from './find-lost-key.ts';
import { LostLineTally, readLostLine } from './lost-line.ts';
import { readLines } from './read-lines.ts';

const DEFER_TIMEOUT_MS = 10_000;

const UNSIGNED_RISK = 'anyone whose text reaches that log could have written it, for any app';

/** The reasons for leaving lines out, each with what to do; docs/operations.md lists them. */
const rejectionReasons = {
  unsigned: `no MAC, as of 0.2.0: ${UNSIGNED_RISK}. --unsigned accepts them anyway`,
  foreign: 'signed by another receiver, or changed since: name the --stack or DATA_DIR of the one that wrote them',
  unreadable:
    'nothing that a receiver wrote, or a part of it: create the file as docs/operations.md does, of whole lines',
};

const noKeyReason = (name: string): string =>
  `signed, and ${name} has no key to check by whom: name the --stack or DATA_DIR of the receiver that wrote them`;

interface LostReplayResult {
  readonly summary: string;
  /** One sentence for each reason for which lines with "lost" were left out. */
  readonly rejections: readonly string[];
}

/** Defers the events that a receiver could store nowhere except in lines of its log. */
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
  if (accepted.total + rejected.total === 0) return { summary: `No line of ${file} contains "lost".`, rejections: [] };
  const reasons = key === undefined ? { ...rejectionReasons, foreign: noKeyReason(location.name) } : rejectionReasons;
  return {
    summary: [describeAccepted(accepted.total, file, location), ...describeUnsigned(accepted)].join('\n'),
    rejections: describeRejected(rejected, reasons),
  };
}

const openDeferredStore = async ({ outputs, dataDir = '' }: DeferredLocation): Promise<DeferredStore> =>
  outputs ? new SqsDeferredStore(() => outputs.deferredQueue) : FileDeferredStore.open(dataDir);

function describeAccepted(count: number, file: string, { name }: DeferredLocation): string {
  if (count === 0) return `No event of ${file} is accepted.`;
  return `Deferred ${pluralize(count, 'event')} of ${file} in ${name}.`;
}

function describeUnsigned(accepted: LostLineTally): string[] {
  const count = accepted.count('unsigned');
  if (count === 0) return [];
  return [
    `${pluralize(count, 'event')} without a MAC, for ${[...accepted.unsignedApps].join(', ')}: ${UNSIGNED_RISK}.`,
  ];
}

function describeRejected(rejected: LostLineTally, reasons: typeof rejectionReasons): string[] {
  const origins = ['unsigned', 'foreign', 'unreadable'] as const;
  return origins
    .filter((origin) => rejected.count(origin) > 0)
    .map((origin) => `${pluralize(rejected.count(origin), 'line')} left out: ${reasons[origin]}.`);
}
