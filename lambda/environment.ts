/** A setting that the stack gives its functions, by name; throws when it is missing. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Environment: received no ${name}, expected it to be set (see lib/).`);
  return value;
}

/** Writes one line of JSON to the function's log, as it is: `console` would wrap it. */
export function logLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
