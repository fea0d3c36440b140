import type { MediaServers, Verdict } from '../asking/media-servers.ts';
import { isAskableId } from '../asking/server-url.ts';
import { monotonicMs } from '../monotonic-ms.ts';
import { encodeName } from '../stream/names.ts';
import type { SweepMemory } from '../table/sweep-memory.ts';
import { isRoom, type LiveStream } from './live-streams.ts';
import { isDoubtful } from './silence-rule.ts';

/** All questions of a sweep together, in ms. */
const ASKING_MS = 20_000;

export interface AskDeps {
  readonly mediaServers: MediaServers;
  /** Receives why a media server, or the list of them, could not be asked. */
  readonly onError: (error: unknown) => void;
  /** No question begins after this time (`monotonicMs`). */
  readonly askUntil: number;
}

export interface AskOrder {
  /** The stream to begin with: the first one that the sweep before did not reach. */
  readonly cursor: string | null;
  /** The apps whose streams come before all others. */
  readonly first: ReadonlySet<string>;
}

/** Returns the order of the questions of a sweep: it goes on where the last one ended, after the servers that were shut down since. */
export function askOrderOf({ summary, shutdowns }: SweepMemory): AskOrder {
  const recent = shutdowns.filter(({ at }) => at > (summary?.at ?? 0));
  return { cursor: summary?.askCursor ?? null, first: new Set(recent.map(({ app }) => app)) };
}

/** What the media servers said about live streams. */
export interface Answers {
  readonly verdicts: ReadonlyMap<LiveStream, Verdict>;
  /** The streams that they should have been asked about, in time that was not left. */
  readonly unasked: ReadonlySet<LiveStream>;
  /** The stream to begin with in the next sweep; null when all were asked about. */
  readonly cursor: string | null;
}

/** Asks the registered media servers about the live streams that do not show that they are live. */
export async function askServers(
  live: readonly LiveStream[],
  { mediaServers, onError, askUntil }: AskDeps,
  order: AskOrder,
  now: number,
): Promise<Answers> {
  const registered = await mediaServers.registered().catch((error) => {
    onError(error);
    return new Set<string>();
  });
  const doubtful = live.filter((stream) => registered.has(stream.app) && isAskable(stream, now));
  const queue = inTurn(doubtful, order);
  const deadline = Math.min(monotonicMs() + ASKING_MS, askUntil);
  const verdicts = new Map<LiveStream, Verdict>();
  for (const group of neighboursByApp(queue)) {
    if (monotonicMs() >= deadline) break;
    const { app } = group[0];
    const ids = group.map(({ id }) => id);
    const answers = await mediaServers.ask(app, ids, deadline).catch((error) => {
      onError(error);
      return new Map(ids.map((id): [string, Verdict] => [id, { kind: 'unclear', reason: String(error) }]));
    });
    for (const stream of group) {
      const verdict = answers.get(stream.id);
      if (verdict !== undefined) verdicts.set(stream, verdict);
    }
  }
  const unasked = queue.filter((stream) => !verdicts.has(stream));
  return { verdicts, unasked: new Set(unasked), cursor: unasked[0] === undefined ? null : positionOf(unasked[0]) };
}

/** Whether a stream is doubtful, and the REST API knows it by its id. It knows no rooms. */
const isAskable = ({ id, stored }: LiveStream, now: number): boolean =>
  !isRoom(stored) && isAskableId(id) && isDoubtful(stored, now);

/** Sorts streams so that those of the first apps come first, then those from the cursor on, then the others. */
function inTurn(streams: readonly LiveStream[], { cursor, first }: AskOrder): LiveStream[] {
  const turnOf = (stream: LiveStream) => {
    if (first.has(stream.app)) return 0;
    return cursor === null || positionOf(stream) >= cursor ? 1 : 2;
  };
  const entries = streams.map((stream) => ({ stream, turn: turnOf(stream), position: positionOf(stream) }));
  entries.sort((a, b) => a.turn - b.turn || (a.position < b.position ? -1 : 1));
  return entries.map(({ stream }) => stream);
}

/** A text by which streams are sorted, app by app. */
const positionOf = ({ app, id }: LiveStream): string => `${encodeName(app)}#${encodeName(id)}`;

/** Groups neighbours of the same app. */
function neighboursByApp(streams: readonly LiveStream[]): [LiveStream, ...LiveStream[]][] {
  const groups: [LiveStream, ...LiveStream[]][] = [];
  for (const stream of streams) {
    const group = groups.at(-1);
    if (group?.[0].app === stream.app) group.push(stream);
    else groups.push([stream]);
  }
  return groups;
}
