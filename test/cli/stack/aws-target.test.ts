import { expect, test } from 'vitest';
import { applyAwsTarget } from '../../../cli/stack/aws-target.ts';

test.each([
  { named: {}, env: { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, region: 'a' },
  { named: {}, env: { AWS_DEFAULT_REGION: 'b' }, region: 'b' },
  { named: {}, env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'b' }, region: 'b' },
  { named: { region: 'c' }, env: { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, region: 'c' },
  { named: {}, env: { AWS_REGION: '' }, region: undefined },
])('of $env with $named, the region is $region', ({ named, env, region }) => {
  applyAwsTarget(named, env);
  expect(env.AWS_REGION).toBe(region);
});

test('a profile that is named counts for everything', () => {
  const env: NodeJS.ProcessEnv = { AWS_PROFILE: 'a' };
  applyAwsTarget({}, env);
  expect(env.AWS_PROFILE).toBe('a');
  applyAwsTarget({ profile: 'b' }, env);
  expect(env.AWS_PROFILE).toBe('b');
});
