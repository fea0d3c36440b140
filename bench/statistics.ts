/** One measured value per round. Compared series have the same number of rounds, measured alternately. */
export type Series = readonly number[];

/** The median and the quartiles around it. */
export interface Quartiles {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export function quartilesOf(series: Series): Quartiles {
  const sorted = [...series].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) };
}

/** Returns the ratio of each round: when the machine was busy, it was busy for both. Throws when the lengths differ. */
export function ratiosOf(ours: Series, theirs: Series): Series {
  if (ours.length !== theirs.length)
    throw new Error(`A comparison: received ${ours.length} and ${theirs.length} rounds, expected the same number.`);
  return ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
}

/** Returns the value below which this share of the sorted values lies, interpolated between two neighbours. */
export function quantile(sorted: Series, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position % 1);
}

/** Returns the items in random order, so that none always comes first. */
export function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
