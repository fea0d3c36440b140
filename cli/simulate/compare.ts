import { foundServers, foundStream, type ReadApi } from './actual.ts';
import { type Event, expectedServers, expectedStreams } from './expect.ts';
import { type Facts, NONE } from './stream-summary.ts';

/** What the read API should say of a stream or a server, and what it says otherwise. */
export interface Compared<Expected> {
  readonly id: string;
  readonly expected: Expected;
  readonly wrong: readonly Wrong[];
}

/** A field of which the read API says something else. */
export interface Wrong {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export interface Comparison {
  readonly streams: readonly Compared<Facts>[];
  readonly servers: readonly Compared<string>[];
}

/** Stands for what only the order of events decides, where that is not known: it is not compared. */
const ANYTHING = '?';
const ofUnknownOrder = { status: ANYTHING, sessions: ANYTHING, lastError: ANYTHING };

/** How many streams are asked for at a time. */
const AT_A_TIME = 10;

/** Compares the events that a receiver has kept with what its read API says. Without a known order, what order decides is left out. */
export async function compare(events: readonly Event[], orderIsKnown: boolean, api: ReadApi): Promise<Comparison> {
  const streams: Compared<Facts>[] = [];
  const expected = expectedFacts(events, orderIsKnown).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  for (let next = 0; next < expected.length; next += AT_A_TIME) {
    const some = expected.slice(next, next + AT_A_TIME);
    const found = await Promise.all(some.map(([id]) => foundStream(api, id)));
    streams.push(...some.map(([id, facts], index) => streamCompared(id, facts, found[index])));
  }
  return { streams, servers: await compareServers(events, api) };
}

function expectedFacts(events: readonly Event[], orderIsKnown: boolean): [string, Facts][] {
  const expected = [...expectedStreams(events)];
  return orderIsKnown ? expected : expected.map(([id, facts]) => [id, { ...facts, ...ofUnknownOrder }]);
}

function streamCompared(id: string, expected: Facts, found: Facts | undefined): Compared<Facts> {
  if (found === undefined) return { id, expected, wrong: [{ field: 'stream', expected: id, found: 'never heard of' }] };
  const wrong = Object.entries(expected)
    .map(([field, value]) => ({ field, expected: value, found: found[field as keyof Facts] })) // its own keys
    .filter((fact) => fact.expected !== fact.found && fact.expected !== ANYTHING);
  return { id, expected, wrong };
}

async function compareServers(events: readonly Event[], api: ReadApi): Promise<Compared<string>[]> {
  const expected = expectedServers(events);
  if (expected.size === 0) return [];
  const heard = await foundServers(api);
  return [...expected].map(([id, kinds]) => {
    const found = heard.get(id) ?? NONE;
    return { id, expected: kinds, wrong: found === kinds ? [] : [{ field: 'events', expected: kinds, found }] };
  });
}
