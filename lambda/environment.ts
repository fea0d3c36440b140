/** A setting that the stack gives its functions, by name; throws when it is missing. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Environment: received no ${name}, expected it to be set (see lib/).`);
  return value;
}
