import type { HookFields } from '../../lambda/stream/event.ts';
import { type Random, shuffle } from '../../oracle/random.ts';
import { streamIdOf } from './ids.ts';
import { type ScenarioName, scenarios } from './scenarios/scenarios.ts';
import { type Dialect, fieldsFor, type SimulatedHook } from './wire/fields-for.ts';
import { replaceNonLatin1 } from './wire/java.ts';
import { toWireRequest, type WireRequest } from './wire/wire-request.ts';

/** A planned request, and the fields that it sends. */
export interface Delivery {
  readonly from: 'app' | 'server';
  /** The time of the hook, in ms since the epoch. */
  readonly at: number;
  /** As a receiver reads them: without characters that the encoding cannot represent. */
  readonly fields: HookFields;
  readonly request: WireRequest;
}

export interface RunPlan {
  readonly scenarios: readonly ScenarioName[];
  /** The number of copies of each scenario. */
  readonly streams: number;
  readonly dialect: Dialect;
  /** The value of the Host header. */
  readonly host: string;
  /** The id of the run: part of every stream id. */
  readonly run: string;
  readonly random: Random;
  readonly shuffle: boolean;
  /** The percentage of hooks that is sent twice. */
  readonly duplicate: number;
}

/** The interval between the ends of two copies of a scenario, in ms: streams rarely end at once. */
const STAGGER_MS = 1_370;
/** A duplicate is sent at most this many deliveries after the original, unless all are shuffled. */
const MAX_DUPLICATE_DISTANCE = 10;

/** Returns all deliveries in the order of sending. The last hooks have the time `now` (ms since the epoch). */
export function planDeliveries(runPlan: RunPlan, now: number): Delivery[] {
  const copies = Array.from({ length: runPlan.streams }, (_, index) => index);
  const arrivals = copies.flatMap((copy) => runPlan.scenarios.map((name) => arrivalsOf(runPlan, name, copy, now)));
  const inOrder = arrivals
    .flat()
    .sort((a, b) => a.arrival - b.arrival)
    .map(({ delivery }) => delivery);
  const deliveries = withDuplicates(inOrder, runPlan.duplicate, runPlan.random);
  return runPlan.shuffle ? shuffle(deliveries, runPlan.random) : deliveries;
}

interface Arrival {
  /** In ms since the epoch; never before the previous hook of the scenario. */
  readonly arrival: number;
  readonly delivery: Delivery;
}

function arrivalsOf({ dialect, host, run, random }: RunPlan, name: ScenarioName, copy: number, now: number): Arrival[] {
  const hooks = scenarios[name]({ id: streamIdOf(name, run, copy), ams: dialect.ams, random });
  const start = now - Math.max(...hooks.map(({ at }) => at)) - copy * STAGGER_MS;
  let arrival = start;
  return hooks.flatMap((scheduled) => {
    const at = start + scheduled.at;
    arrival = Math.max(arrival, at);
    const delivery = toDelivery(scheduled.hook, at, dialect, host);
    return delivery === undefined ? [] : [{ arrival, delivery }];
  });
}

/** Returns the request for a hook at a time (ms since the epoch), or undefined when the version does not send it. */
export function toDelivery(hook: SimulatedHook, at: number, dialect: Dialect, host: string): Delivery | undefined {
  const fields = fieldsFor(hook, at, dialect);
  if (fields === undefined) return undefined;
  const request = toWireRequest(hook.from, dialect.encoding, fields, host);
  return { from: hook.from, at, fields: asReceived(fields, dialect), request };
}

function asReceived(fields: HookFields, { encoding }: Dialect): HookFields {
  const decode = (value: HookFields[string]) =>
    typeof value === 'string' && encoding === 'form' ? replaceNonLatin1(value) : value;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, decode(value)]));
}

function withDuplicates(deliveries: readonly Delivery[], percent: number, random: Random): Delivery[] {
  const positioned = deliveries.flatMap((delivery, position) => {
    const original = { delivery, position };
    if (random() * 100 >= percent) return [original];
    return [original, { delivery, position: position + 1 + random() * MAX_DUPLICATE_DISTANCE }];
  });
  return positioned.sort((a, b) => a.position - b.position).map(({ delivery }) => delivery);
}
