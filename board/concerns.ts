import { heardAt } from '../words/health.ts';
import type { RefusalSum } from '../words/refusals-of-hour.ts';
import type { ExpectedStream, Stream } from './responses.ts';
import { streamKey } from './samples.ts';
import { isFailing } from './tiles.ts';

/** Something that an operator needs to look at. */
export type Concern =
  | { readonly kind: 'missing'; readonly at: string; readonly stream: ExpectedStream }
  | { readonly kind: 'stale' | 'failing' | 'presumedEnded'; readonly at: string; readonly stream: Stream }
  /** Without a stream where none of this id is known: anybody may ask for one. */
  | {
      readonly kind: 'refused';
      readonly at: string;
      readonly refusal: RefusalSum;
      readonly stream: Stream | undefined;
    };

interface Sources {
  readonly expected: readonly ExpectedStream[];
  /** The streams that are known: some may be among them twice. */
  readonly streams: readonly Stream[];
  readonly refusals: readonly RefusalSum[];
}

/** Returns the expected streams that are missing, of one app or, where it is empty, of all. */
export const missingOf = (expected: readonly ExpectedStream[], app = ''): ExpectedStream[] =>
  expected.filter((one) => one.state === 'missing' && (app === '' || one.app === app));

/** A presumed end is a concern for this long (ms). */
const PRESUMED_MS = 3_600_000;

/**
 * Lists what needs a look, the newest first. A stream is in it once, as the gravest of what it is; whoever was refused comes
 * beside it. `now` is in ms since the epoch, by the receiver's clock.
 */
export function listConcerns({ expected, streams, refusals }: Sources, now: number): Concern[] {
  const missing = missingOf(expected);
  const missingKeys = new Set(missing.map(streamKey));
  const known = new Map(streams.map((stream) => [streamKey(stream), stream]));
  const concerns: Concern[] = [
    ...missing.map((stream): Concern => ({ kind: 'missing', at: stream.since, stream })),
    ...[...known].flatMap(([key, stream]) => (missingKeys.has(key) ? [] : concernOf(stream, now))),
    ...refusals.map((refusal): Concern => {
      const stream = refusal.id === null ? undefined : known.get(streamKey({ ...refusal, id: refusal.id }));
      return { kind: 'refused', at: refusal.lastAt, refusal, stream };
    }),
  ];
  return concerns.sort((a, b) => b.at.localeCompare(a.at));
}

/** Returns so many concerns that are shown first, in their order: the newest of each kind, then the newest. */
export function pickFirst(concerns: readonly Concern[], count: number): Concern[] {
  const kinds = new Set<Concern['kind']>();
  const picked = new Set(concerns.filter(({ kind }) => !kinds.has(kind) && kinds.add(kind)));
  for (const concern of concerns) if (picked.size < count) picked.add(concern);
  return concerns.filter((concern) => picked.has(concern));
}

function concernOf(stream: Stream, now: number): Concern[] {
  const { stale, health, lastError, status, endedAt } = stream;
  if (stale && health !== null) return [{ kind: 'stale', at: heardAt(health), stream }];
  if (lastError !== null && isFailing(stream, now)) return [{ kind: 'failing', at: lastError.at, stream }];
  if (status === 'presumedEnded' && endedAt !== null && Date.parse(endedAt) > now - PRESUMED_MS)
    return [{ kind: 'presumedEnded', at: endedAt, stream }];
  return [];
}
