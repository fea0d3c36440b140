import type { Built, Bundled, Contender } from './bundles.ts';
import type { Cold } from './cold.ts';
import { type Bill, billOf } from './cost.ts';
import { ratiosOf, type Series, spreadOf } from './figures.ts';
import { type Cost, FIRST_BEAT, type Scale } from './scale.ts';
import type { Throughput } from './throughput.ts';
import type { WarmPair, WarmPeer } from './warm.ts';

/** All that a run has measured. */
export interface Measurements {
  readonly bundles: Readonly<Record<Bundled, Built>>;
  readonly cold: Readonly<Record<Contender, readonly Cold[]>>;
  readonly warm: Readonly<Record<WarmPeer, WarmPair>>;
  readonly throughput: Throughput;
  readonly scale: Scale;
  /** The receiver's line of the log, in bytes. */
  readonly lineBytes: number;
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

export function mediansOf(measured: Measurements): Medians {
  const { cold, bundles, scale, throughput } = measured;
  const { bare } = measured.warm;
  const coldVs = (peer: Contender) => spreadOf(ratiosOf(wallOf(cold.ours), wallOf(cold[peer]))).median;
  return {
    coldVsUsualBundling: coldVs(fasterUsual(cold)),
    coldVsFloor: coldVs('floor'),
    coldVsPowertools: coldVs('powertools'),
    coldVsHono: coldVs('hono'),
    warmVsBareCalls: spreadOf(ratiosOf(wallOf(bare.ours), wallOf(bare.theirs))).median,
    bundleBytes: bundles.ours.size,
    scaleStreams: growth(scale.small, scale.streams, isHook),
    scaleHistory: growth(scale.small, scale.history, isHook),
    scalePage: Math.max(growth(scale.small, scale.streams, isPage), growth(scale.small, scale.history, isPage)),
    throughputVsBareWrites: spreadOf(ratiosOf(throughput.received, throughput.bare)).median,
    costPerMillionHooksUsd: referenceBill(measured).total,
  };
}

export const wallOf = (taken: readonly { readonly wallMs: number }[]): Series => taken.map(({ wallMs }) => wallMs);
export const cpuOf = (taken: readonly { readonly cpuMs: number }[]): Series => taken.map(({ cpuMs }) => cpuMs);

/** Of the two usual bundlings the one that starts faster here. */
export function fasterUsual(cold: Measurements['cold']): 'usualExternal' | 'usualBundled' {
  const [external, bundled] = [cold.usualExternal, cold.usualBundled].map((taken) => spreadOf(wallOf(taken)).median);
  return (external ?? 0) <= (bundled ?? 0) ? 'usualExternal' : 'usualBundled';
}

const isHook = (what: string): boolean => !what.startsWith('GET');
/** A page of as many rows as there are in every case. */
const isPage = (what: string): boolean => what === 'GET /streams, 1 row';

function growth(small: readonly Cost[], large: readonly Cost[], concerns: (what: string) => boolean): number {
  const ratios = small.flatMap((before, place) => {
    const after = large[place];
    if (!concerns(before.what)) return [];
    return [unitsOf(after) / unitsOf(before), (after?.requests ?? Number.NaN) / before.requests];
  });
  return Math.max(...ratios);
}

const unitsOf = (cost: Cost | undefined): number => (cost ? cost.writeUnits + cost.readUnits : Number.NaN);

/** What a million hooks of each kind cost: the reference first. */
export function billsOf(measured: Measurements): Bill[] {
  const { scale, lineBytes } = measured;
  const cpuMs = spreadOf(cpuOf(measured.warm.bare.ours)).median;
  const costOf = (what: string) => scale.small.filter((cost) => cost.what === what);
  const bill = (what: string, ...of: string[]) => billOf(what, of.flatMap(costOf), { cpuMs, lineBytes });
  return [
    bill('started, ended and vodReady in equal parts', 'liveStreamStarted', 'liveStreamEnded', 'vodReady'),
    bill('`liveStreamStarted`, `liveStreamEnded`', 'liveStreamStarted', 'liveStreamEnded'),
    bill('`vodReady`', 'vodReady'),
    bill('`liveStreamStatus` every 5 s', FIRST_BEAT, ...Array(11).fill('liveStreamStatus')),
    bill('`liveStreamStarted` that is late', 'liveStreamStarted, late'),
    bill('`vodReady` that is a duplicate', 'vodReady, duplicate'),
    bill('`liveStreamEnded` that is a duplicate', 'liveStreamEnded, duplicate'),
  ];
}

const referenceBill = (measured: Measurements): Bill => {
  const [reference] = billsOf(measured);
  if (reference === undefined) throw new Error('expected a bill');
  return reference;
};
