/** Groups things by their app, each group in their order. */
export function groupByApp<T extends { readonly app: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(one.app);
    if (group === undefined) groups.set(one.app, [one]);
    else group.push(one);
  }
  return groups;
}
