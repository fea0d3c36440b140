import type { AnnouncementLatency } from './announcement-latency.ts';
import type { AuthorisingTimes } from './authorising.ts';
import type { AuthoriserName, BuiltBundle, BundleName, Contender } from './bundles.ts';
import type { ColdStart } from './cold.ts';
import { type Bill, computeBill } from './cost.ts';
import { type BillDetails, lifecycleBills } from './lifecycle-bills.ts';
import { FIRST_HEARTBEAT, type OperationCost, type ScaleCosts } from './scale.ts';
import { percentileOf, quartilesOf, ratiosOf, type Series } from './statistics.ts';
import type { Throughput } from './throughput.ts';
import type { WarmComparison, WarmPeer } from './warm.ts';

/** All measurements of a run. */
export interface Measurements {
  readonly bundles: Readonly<Record<BundleName, BuiltBundle>>;
  readonly cold: Readonly<Record<Contender, readonly ColdStart[]>>;
  readonly warm: Readonly<Record<WarmPeer, WarmComparison>>;
  readonly authorising: AuthorisingTimes;
  readonly throughput: Throughput;
  readonly announcements: AnnouncementLatency;
  readonly scale: ScaleCosts;
  /** The mean length of the receiver's log line. */
  readonly logLineBytes: number;
}

/** The result of a run. Ratios are ours to theirs, as medians over the rounds. The names are those of docs/benchmarks.json. */
export interface Medians {
  /** To the faster of the two usual bundlings of the same handler. */
  readonly coldVsUsualBundling: number;
  /** To the hand-signed requests, the minimum. */
  readonly coldVsFloor: number;
  readonly coldVsPowertools: number;
  readonly coldVsHono: number;
  readonly warmVsBareCalls: number;
  readonly bundleBytes: number;
  /** The authoriser's first answer, to one read that is signed by hand, the minimum. */
  readonly coldAuthoriserVsFloor: number;
  readonly coldAuthoriserVsDocumentClient: number;
  /** An answer that takes a read, to that read by the same client. */
  readonly warmAuthoriserVsBareRead: number;
  /** The answers in the 2 s that the media server gives a publisher, one after the other, each with a read of 9 ms. */
  readonly answersIn2s: number;
  /** The largest ratio of a hook's cost among many live streams to its cost with one, in units and in requests. */
  readonly scaleStreams: number;
  /** The largest ratio of a hook's cost with a long history to its cost without. */
  readonly scaleHistory: number;
  /** The larger of both ratios for a page of streams. */
  readonly scalePage: number;
  readonly throughputVsBareWrites: number;
  /** From a hook's answer until its announcement is at a consumer on the same machine, in ms. */
  readonly announcementP50Ms: number;
  readonly announcementP99Ms: number;
  /** Of started, ended and vodReady in equal parts. */
  readonly costPerMillionHooksUsd: number;
  /** The same with the setting `byDay` off. */
  readonly costWithoutByDayUsd: number;
}

export function mediansOf(measurements: Measurements): Medians {
  const { cold, bundles, scale, throughput, announcements } = measurements;
  const { raw } = measurements.warm;
  const bills = lifecycleBills(billDetailsOf(measurements));
  const coldVs = (peer: Contender) => quartilesOf(ratiosOf(wallTimes(cold.ours), wallTimes(cold[peer]))).median;
  return {
    coldVsUsualBundling: coldVs(fasterUsualBundling(cold)),
    coldVsFloor: coldVs('handSigned'),
    coldVsPowertools: coldVs('powertools'),
    coldVsHono: coldVs('hono'),
    warmVsBareCalls: quartilesOf(ratiosOf(wallTimes(raw.ours), wallTimes(raw.theirs))).median,
    bundleBytes: bundles.ours.size,
    ...authorisingMedians(measurements.authorising),
    scaleStreams: growth(scale.small, scale.streams, isHook),
    scaleHistory: growth(scale.small, scale.history, isHook),
    scalePage: Math.max(growth(scale.small, scale.streams, isPage), growth(scale.small, scale.history, isPage)),
    throughputVsBareWrites: quartilesOf(ratiosOf(throughput.received, throughput.rawWrites)).median,
    announcementP50Ms: percentileOf(announcements.latencies, 0.5),
    announcementP99Ms: percentileOf(announcements.latencies, 0.99),
    costPerMillionHooksUsd: bills.byDay.total,
    costWithoutByDayUsd: bills.withoutByDay.total,
  };
}

function authorisingMedians({ cold, warm: { rawReads }, serial }: AuthorisingTimes) {
  const coldVs = (peer: AuthoriserName) =>
    quartilesOf(ratiosOf(wallTimes(cold.authoriser), wallTimes(cold[peer]))).median;
  return {
    coldAuthoriserVsFloor: coldVs('handSignedRead'),
    coldAuthoriserVsDocumentClient: coldVs('documentRead'),
    warmAuthoriserVsBareRead: quartilesOf(ratiosOf(wallTimes(rawReads.ours), wallTimes(rawReads.theirs))).median,
    answersIn2s: Math.floor(2_000 / serial.wallMs),
  };
}

export const wallTimes = (samples: readonly { readonly wallMs: number }[]): Series =>
  samples.map(({ wallMs }) => wallMs);
export const cpuTimes = (samples: readonly { readonly cpuMs: number }[]): Series => samples.map(({ cpuMs }) => cpuMs);

function fasterUsualBundling(cold: Measurements['cold']): 'usualExternal' | 'usualBundled' {
  const medianOf = (name: Contender) => quartilesOf(wallTimes(cold[name])).median;
  return medianOf('usualExternal') <= medianOf('usualBundled') ? 'usualExternal' : 'usualBundled';
}

const isHook = (operation: string): boolean => !operation.startsWith('GET');
/** Only pages that have the same number of rows in every case. */
const isPage = (operation: string): boolean => operation.endsWith(', 1 row');

/** Returns the largest ratio of the operations that count, in units and in requests. */
function growth(
  small: readonly OperationCost[],
  large: readonly OperationCost[],
  isCounted: (operation: string) => boolean,
): number {
  const ratios = small.flatMap((before, index) => {
    const after = large[index];
    if (!isCounted(before.operation)) return [];
    return [unitsOf(after) / unitsOf(before), (after?.requests ?? Number.NaN) / before.requests];
  });
  return Math.max(...ratios);
}

const unitsOf = (cost: OperationCost | undefined): number => (cost ? cost.writeUnits + cost.readUnits : Number.NaN);

/** Returns what the bills depend on. */
export const billDetailsOf = ({ scale, warm, logLineBytes }: Measurements): BillDetails => ({
  scale,
  cpuMs: quartilesOf(cpuTimes(warm.raw.ours)).median,
  logLineBytes,
});

/** Returns the cost of a million hooks of each kind, the reference mix first. */
export function billsOf(measurements: Measurements): Bill[] {
  const details = billDetailsOf(measurements);
  const costsOf = (operation: string) => details.scale.small.filter((cost) => cost.operation === operation);
  const bill = (label: string, ...operations: string[]) => computeBill(label, operations.flatMap(costsOf), details);
  const { byDay, withoutByDay } = lifecycleBills(details);
  return [
    byDay,
    withoutByDay,
    bill('`liveStreamStarted`, `liveStreamEnded`', 'liveStreamStarted', 'liveStreamEnded'),
    bill('`vodReady`', 'vodReady'),
    bill('`liveStreamStatus` every 5 s', FIRST_HEARTBEAT, ...Array(11).fill('liveStreamStatus')),
    bill('`liveStreamStarted` that is late', 'liveStreamStarted, late'),
    bill('`vodReady` that is a duplicate', 'vodReady, duplicate'),
    bill('`liveStreamEnded` that is a duplicate', 'liveStreamEnded, duplicate'),
  ];
}
