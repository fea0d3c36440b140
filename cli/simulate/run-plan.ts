import type { Fields } from '../../lambda/stream/event.ts';
import { type Hook, type Manner, tell } from './fields-for.ts';
import { streamIdOf } from './ids.ts';
import { asLatin1 } from './java.ts';
import { type Random, shuffled } from './random.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { type WireRequest, wireRequest } from './wire.ts';

/** A request that is to be sent, and what it tells. */
export interface Delivery {
  readonly from: 'app' | 'server';
  /** When the hook was composed, in ms since the epoch. */
  readonly at: number;
  /** As a receiver can hear them: what the encoding cannot say is lost. */
  readonly fields: Fields;
  readonly request: WireRequest;
}

/** What is to be played. */
export interface Play {
  readonly scenarios: readonly ScenarioName[];
  /** How many copies of each scenario. */
  readonly streams: number;
  readonly manner: Manner;
  /** The Host header's value. */
  readonly host: string;
  /** What makes the ids of this run unlike those of any other. */
  readonly run: string;
  readonly random: Random;
  readonly shuffle: boolean;
  /** How many of a hundred are sent twice. */
  readonly duplicate: number;
}

/** Copies of a scenario end this much (ms) before each other: two streams rarely do at once. */
const STAGGER_MS = 1_370;
/** A copy is sent at most this many deliveries after its first, unless everything is shuffled. */
const COPY_WITHIN = 10;

/** All deliveries in the order of sending. Every scenario ends just before `now` (ms since the epoch). */
export function plan(play: Play, now: number): Delivery[] {
  const copies = Array.from({ length: play.streams }, (_, index) => index);
  const plays = copies.flatMap((copy) => play.scenarios.map((name) => deliveriesOf(play, name, copy, now)));
  const inOrder = plays
    .flat()
    .sort((a, b) => a.arrival - b.arrival)
    .map(({ delivery }) => delivery);
  const all = withCopies(inOrder, play.duplicate, play.random);
  return play.shuffle ? shuffled(all, play.random) : all;
}

interface Arrival {
  /** No earlier than that of the hook before it, in ms since the epoch. */
  readonly arrival: number;
  readonly delivery: Delivery;
}

function deliveriesOf({ manner, host, run, random }: Play, name: ScenarioName, copy: number, now: number): Arrival[] {
  const moments = scenarios[name]({ id: streamIdOf(name, run, copy), ams: manner.ams, random });
  const start = now - Math.max(...moments.map(({ at }) => at)) - copy * STAGGER_MS;
  let arrival = start;
  return moments.flatMap((moment) => {
    const at = start + moment.at;
    arrival = Math.max(arrival, at);
    const delivery = deliveryOf(moment.hook, at, manner, host);
    return delivery === undefined ? [] : [{ arrival, delivery }];
  });
}

/** The request that tells of a hook composed at a time (ms since the epoch); undefined when the version sends none. */
export function deliveryOf(hook: Hook, at: number, manner: Manner, host: string): Delivery | undefined {
  const fields = tell(hook, at, manner);
  if (fields === undefined) return undefined;
  const request = wireRequest(hook.from, manner.encoding, fields, host);
  return { from: hook.from, at, fields: heard(fields, manner), request };
}

function heard(fields: Fields, { encoding }: Manner): Fields {
  const say = (value: Fields[string]) => (typeof value === 'string' && encoding === 'form' ? asLatin1(value) : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, say(value)]));
}

function withCopies(deliveries: readonly Delivery[], percent: number, random: Random): Delivery[] {
  const placed = deliveries.flatMap((delivery, position) => {
    const original = { delivery, position };
    if (random() * 100 >= percent) return [original];
    return [original, { delivery, position: position + 1 + random() * COPY_WITHIN }];
  });
  return placed.sort((a, b) => a.position - b.position).map(({ delivery }) => delivery);
}
