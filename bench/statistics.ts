/** One measured value per round. Compared series have the same number of rounds, measured alternately. */
export type Series = readonly number[];

/** The median and the quartiles around it. */
export interface Quartiles {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export const quartilesOf = (series: Series): Quartiles => ({
  median: percentileOf(series, 0.5),
  lower: percentileOf(series, 0.25),
  upper: percentileOf(series, 0.75),
});

/** Returns the value below which this share of the values lies, interpolated between two neighbours. */
export function percentileOf(series: Series, share: number): number {
  const ascending = series.toSorted((a, b) => a - b);
  const position = (ascending.length - 1) * share;
  const below = ascending[Math.floor(position)] ?? Number.NaN;
  const above = ascending[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position % 1);
}

/** Returns the ratio of each round: when the machine was busy, it was busy for both. Throws when the lengths differ. */
export function ratiosOf(ours: Series, theirs: Series): Series {
  if (ours.length !== theirs.length)
    throw new Error(`A comparison: received ${ours.length} and ${theirs.length} rounds, expected the same number.`);
  return ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
}

/** Returns the items in random order, so that none always comes first. */
export function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
