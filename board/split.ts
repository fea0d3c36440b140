interface Timed {
  /** In ms since the epoch. */
  readonly at: number;
}

/** Splits an ordered list wherever two neighbours are apart. */
export function splitWhere<One extends Timed>(
  all: readonly One[],
  areApart: (before: One, after: One) => boolean,
): One[][] {
  const parts: One[][] = [];
  for (const one of all) {
    const last = parts.at(-1);
    const before = last?.at(-1);
    if (last === undefined || before === undefined || areApart(before, one)) parts.push([one]);
    else last.push(one);
  }
  return parts;
}

/** Splits an ordered list at gaps of more than this (ms). */
export function splitAtGaps<One extends Timed>(all: readonly One[], maxGapMs: number): One[][] {
  return splitWhere(all, (before, after) => after.at - before.at > maxGapMs);
}
