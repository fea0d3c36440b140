import { describe, inject } from 'vitest';

const account = inject('account');

/** Tests on the account that all files share; where there is none they are skipped, and reach nobody. */
export function describeOnAccount(name: string, tests: (endpoint: string) => void): void {
  if ('missing' in account) describe.skip(name, () => tests('http://127.0.0.1:1'));
  else describe(name, () => tests(account.endpoint));
}
