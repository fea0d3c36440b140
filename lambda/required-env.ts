/** Reads an environment variable that the stack sets. Throws when it is missing. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Environment: received no ${name}, expected it to be set (see lib/).`);
  return value;
}
