/** Parses a header such as `br;q=0.5, gzip`: the weight of each value, in lower case. */
export function parseWeights(header: string): ReadonlyMap<string, number> {
  return new Map(header.toLowerCase().split(',').map(parseWeight));
}

function parseWeight(part: string): [value: string, weight: number] {
  const [value = '', ...parameters] = part.split(';').map((text) => text.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [value, weight === undefined ? 1 : Number(weight)];
}
