/** What a thing took, once a round; what is compared has as many rounds, which came in turns. */
export type Series = readonly number[];

/** The middle of the figures, and what half of them lie between. */
export interface Quartiles {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export function quartilesOf(series: Series): Quartiles {
  const sorted = [...series].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) };
}

/** How two things that were measured in turns compare: round by round, so that a machine that was busy was so for both. */
export function ratiosOf(ours: Series, theirs: Series): Series {
  if (ours.length !== theirs.length)
    throw new Error(`A comparison: received ${ours.length} and ${theirs.length} rounds, expected as many of each.`);
  return ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
}

/** The figure that this share of the sorted ones is below, between its two neighbours. */
export function quantile(sorted: Series, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position % 1);
}

/** The same things in another order each time: none always comes first. */
export function shuffle<T>(things: readonly T[]): T[] {
  return things
    .map((thing) => ({ thing, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ thing }) => thing);
}
