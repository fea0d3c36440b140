interface HasTime {
  /** In ms since the epoch. */
  readonly at: number;
}

/** Splits an ordered list wherever two neighbours are apart. */
export function splitWhere<T extends HasTime>(all: readonly T[], areApart: (before: T, after: T) => boolean): T[][] {
  const parts: T[][] = [];
  for (const one of all) {
    const last = parts.at(-1);
    const before = last?.at(-1);
    if (last === undefined || before === undefined || areApart(before, one)) parts.push([one]);
    else last.push(one);
  }
  return parts;
}

/** Splits an ordered list at gaps of more than this (ms). */
export function splitAtGaps<T extends HasTime>(all: readonly T[], maxGapMs: number): T[][] {
  return splitWhere(all, (before, after) => after.at - before.at > maxGapMs);
}
