import { expect, test } from 'vitest';
import { isResolvable } from '../../../cli/deploy/domain.ts';

test.each([
  { url: 'https://localhost', domainTarget: 'd-1.aws', is: true },
  { url: 'https://nobody.invalid', domainTarget: 'd-1.aws', is: false },
  { url: 'https://nobody.invalid', domainTarget: undefined, is: true },
])('$url with the target $domainTarget: $is', async ({ is, ...outputs }) =>
  expect(await isResolvable(outputs)).toBe(is),
);
