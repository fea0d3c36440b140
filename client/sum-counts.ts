import type { Answer } from './api-types.ts';

type Counts = Answer<'/counts'>['counts'][number];
type Count = Exclude<keyof Counts, 'app'>;

const names: readonly Count[] = ['live', 'stale', 'missing', 'presumedEnded', 'failing', 'endedLastHour'];

/** Sums the counts of apps; what one of them does not know is not known of all. */
export function sumCounts(counts: readonly Counts[]): Record<Count, number | null> {
  const sum = (name: Count) =>
    counts.reduce<number | null>(
      (total, { [name]: count }) => (total === null || count === null ? null : total + count),
      0,
    );
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as Record<Count, number | null>; // the names are all
}
