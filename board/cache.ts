import type { StreamAnswer, StreamsAnswer } from './answers.ts';
import type { Asked } from './ask.ts';
import { meets, together } from './browser-history.ts';
import { type Seen, seenWith } from './samples.ts';
import type { Kept, Older, State } from './store.ts';

/** So many answers are kept, for the ways back. */
const MOST = 20;
/** Two clocks that differ by more (ms) have not both gone on: the machine has slept. */
const ASLEEP_MS = 3_000;

/** What may be said to be known of a path: running durations that a sleep made wrong are asked for again. */
export function remembered({ kept }: State, path: string): Kept | undefined {
  const known = kept.get(path);
  if (known === undefined) return undefined;
  const slept = Date.now() - known.wall - (performance.now() - known.at);
  return Math.abs(slept) > ASLEEP_MS ? undefined : known;
}

/** The state with an answer in it. */
export function withAnswer(
  state: State,
  path: string,
  asked: Extract<Asked, { kind: 'told' | 'unchanged' }>,
): Partial<State> {
  const now = performance.now();
  const known = state.kept.get(path);
  if (asked.kind === 'unchanged') return known ? { kept: keptWith(state, path, { ...known, checkedAt: now }) } : {};
  const { body, etag, date } = asked;
  const kept = keptWith(state, path, { body, etag, date, at: now, wall: Date.now(), checkedAt: now });
  return { kept, seen: seenIn(state.seen, body), older: olderWith(state.older, path, body) };
}

function keptWith({ kept }: State, path: string, answer: Kept): State['kept'] {
  const others = [...kept].filter(([known]) => known !== path);
  return new Map([...others, [path, answer] as const].slice(-MOST));
}

function seenIn(seen: Seen, body: unknown): Seen {
  if (isStreams(body)) return seenWith(seen, body.streams);
  return isStream(body) ? seenWith(seen, [body]) : seen;
}

/** What was loaded of a stream's history goes on with its newest, or is forgotten. */
function olderWith(older: Older | null, path: string, body: unknown): Older | null {
  if (older === null || older.path !== path || !isStream(body)) return older;
  return meets(older.events, body.events) ? { ...older, events: together(older.events, body.events) } : null;
}

// The other end is this project's reader: its answers are told apart by one field.
const isStreams = (body: unknown): body is StreamsAnswer => has(body, 'streams');
const isStream = (body: unknown): body is StreamAnswer => has(body, 'sessions');

const has = (body: unknown, name: string): boolean => typeof body === 'object' && body !== null && name in body;
