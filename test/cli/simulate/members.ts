/** The members of a JSON object as they are written, sorted: `"speed":0.0` stays that. */
export function members(body: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let begin = 1;
  for (const { 0: token, index } of body.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    const ends = (token === ',' && depth === 1) || (token === '}' && depth === 0);
    if (ends) found.push(body.slice(begin, index));
    if (ends) begin = index + 1;
  }
  return [...found, `behind: ${body.slice(begin)}`].sort();
}
