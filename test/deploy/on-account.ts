import { describe, inject } from 'vitest';

const account = inject('account');

/** Describes tests on the account that all files share. They are skipped where there is none. */
export function describeOnAccount(name: string, tests: (endpoint: string) => void): void {
  if ('missing' in account) describe.skip(name, () => tests('http://127.0.0.1:1'));
  else describe(name, () => tests(account.endpoint));
}
