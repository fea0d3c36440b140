import { afterAll } from 'vitest';

const always = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** Sets the environment of a Lambda for the tests of a file; undefined takes a variable away. */
export function useEnvironment(): (variables: Record<string, string | undefined>) => void {
  const before = { ...process.env };
  afterAll(() => {
    process.env = before;
  });
  return (variables) => {
    for (const [name, value] of Object.entries({ ...always, ...variables })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
