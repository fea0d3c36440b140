/** Returns the members of a JSON object as they are written, sorted: `"speed":0.0` stays `0.0`. */
export function jsonMembers(body: string): string[] {
  const result: string[] = [];
  let depth = 0;
  let begin = 1;
  for (const { 0: token, index } of body.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    const ends = (token === ',' && depth === 1) || (token === '}' && depth === 0);
    if (ends) result.push(body.slice(begin, index));
    if (ends) begin = index + 1;
  }
  return [...result, `behind: ${body.slice(begin)}`].sort();
}
