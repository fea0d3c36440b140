import type { BuiltBundle, BundleName, Contender } from './bundles.ts';
import type { ColdStart } from './cold.ts';
import { type Bill, computeBill } from './cost.ts';
import { type Cost, FIRST_HEARTBEAT, type ScaleCosts } from './scale.ts';
import { quartilesOf, ratiosOf, type Series } from './statistics.ts';
import type { Throughput } from './throughput.ts';
import type { WarmComparison, WarmPeer } from './warm.ts';

/** All that a run has measured. */
export interface Measurements {
  readonly bundles: Readonly<Record<BundleName, BuiltBundle>>;
  readonly cold: Readonly<Record<Contender, readonly ColdStart[]>>;
  readonly warm: Readonly<Record<WarmPeer, WarmComparison>>;
  readonly throughput: Throughput;
  readonly scale: ScaleCosts;
  /** The receiver's line of the log, in bytes. */
  readonly logLineBytes: number;
}

/** What a run comes down to: ratios are of ours to theirs, and medians of the rounds. */
export interface Medians {
  /** Of the two usual bundlings of the same handler, to the faster. */
  readonly coldVsUsualBundling: number;
  readonly coldVsFloor: number;
  readonly coldVsPowertools: number;
  readonly coldVsHono: number;
  readonly warmVsBareCalls: number;
  readonly bundleBytes: number;
  /** The largest ratio of what a hook costs among many live streams to what it costs with one, in units and in requests. */
  readonly scaleStreams: number;
  /** The same with a long history to what it costs without one. */
  readonly scaleHistory: number;
  /** The same of a page of streams, in both cases. */
  readonly scalePage: number;
  readonly throughputVsBareWrites: number;
  /** Of started, ended and vodReady in equal parts. */
  readonly costPerMillionHooksUsd: number;
}

export function mediansOf(measurements: Measurements): Medians {
  const { cold, bundles, scale, throughput } = measurements;
  const { bare } = measurements.warm;
  const coldVs = (peer: Contender) => quartilesOf(ratiosOf(wallTimes(cold.ours), wallTimes(cold[peer]))).median;
  return {
    coldVsUsualBundling: coldVs(fasterUsualBundling(cold)),
    coldVsFloor: coldVs('floor'),
    coldVsPowertools: coldVs('powertools'),
    coldVsHono: coldVs('hono'),
    warmVsBareCalls: quartilesOf(ratiosOf(wallTimes(bare.ours), wallTimes(bare.theirs))).median,
    bundleBytes: bundles.ours.size,
    scaleStreams: growth(scale.small, scale.streams, isHook),
    scaleHistory: growth(scale.small, scale.history, isHook),
    scalePage: Math.max(growth(scale.small, scale.streams, isPage), growth(scale.small, scale.history, isPage)),
    throughputVsBareWrites: quartilesOf(ratiosOf(throughput.received, throughput.bare)).median,
    costPerMillionHooksUsd: referenceBill(measurements).total,
  };
}

export const wallTimes = (samples: readonly { readonly wallMs: number }[]): Series =>
  samples.map(({ wallMs }) => wallMs);
export const cpuTimes = (samples: readonly { readonly cpuMs: number }[]): Series => samples.map(({ cpuMs }) => cpuMs);

/** Of the two usual bundlings the one that starts faster here. */
export function fasterUsualBundling(cold: Measurements['cold']): 'usualExternal' | 'usualBundled' {
  const [external, bundled] = [cold.usualExternal, cold.usualBundled].map(
    (samples) => quartilesOf(wallTimes(samples)).median,
  );
  return (external ?? 0) <= (bundled ?? 0) ? 'usualExternal' : 'usualBundled';
}

const isHook = (what: string): boolean => !what.startsWith('GET');
/** A page of as many rows as there are in every case. */
const isPage = (what: string): boolean => what === 'GET /streams, 1 row';

function growth(small: readonly Cost[], large: readonly Cost[], isCounted: (what: string) => boolean): number {
  const ratios = small.flatMap((before, index) => {
    const after = large[index];
    if (!isCounted(before.operation)) return [];
    return [unitsOf(after) / unitsOf(before), (after?.requests ?? Number.NaN) / before.requests];
  });
  return Math.max(...ratios);
}

const unitsOf = (cost: Cost | undefined): number => (cost ? cost.writeUnits + cost.readUnits : Number.NaN);

/** What a million hooks of each kind cost: the reference first. */
export function billsOf(measurements: Measurements): Bill[] {
  const { scale, logLineBytes } = measurements;
  const cpuMs = quartilesOf(cpuTimes(measurements.warm.bare.ours)).median;
  const costOf = (what: string) => scale.small.filter((cost) => cost.operation === what);
  const bill = (what: string, ...of: string[]) => computeBill(what, of.flatMap(costOf), { cpuMs, logLineBytes });
  return [
    bill('started, ended and vodReady in equal parts', 'liveStreamStarted', 'liveStreamEnded', 'vodReady'),
    bill('`liveStreamStarted`, `liveStreamEnded`', 'liveStreamStarted', 'liveStreamEnded'),
    bill('`vodReady`', 'vodReady'),
    bill('`liveStreamStatus` every 5 s', FIRST_HEARTBEAT, ...Array(11).fill('liveStreamStatus')),
    bill('`liveStreamStarted` that is late', 'liveStreamStarted, late'),
    bill('`vodReady` that is a duplicate', 'vodReady, duplicate'),
    bill('`liveStreamEnded` that is a duplicate', 'liveStreamEnded, duplicate'),
  ];
}

const referenceBill = (measurements: Measurements): Bill => {
  const [reference] = billsOf(measurements);
  if (reference === undefined) throw new Error('expected a bill');
  return reference;
};
