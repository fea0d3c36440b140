import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { expect, test } from 'vitest';
import { settingDefinitions } from '../../../lib/settings/settings.ts';
import { exec } from '../../exec.ts';

test('logDays accepts every retention of CloudWatch Logs', () => {
  const days = Object.values(RetentionDays).filter((day) => typeof day === 'number' && day !== RetentionDays.INFINITE);
  expect(settingDefinitions.logDays.expected).toBe(`one of ${days.join(', ')}`);
});

test.each([
  {
    what: 'reading settings',
    files: [
      'settings/read-settings',
      'settings/settings-file',
      'settings/resolve-settings',
      'settings/cdk-file-settings',
    ],
    loads: false,
  },
  { what: 'a construct', files: ['data/removal-policy'], loads: true },
])('$what loads CDK, which would add a second to npm start: $loads', async ({ files, loads }) => {
  const imports = files.map((file) => `await import('./lib/${file}.ts');`).join('');
  const script = `${imports} console.log(Object.keys((await import('node:module')).default._cache).join())`;
  const loaded = await exec('node', ['--import', 'tsx', '--input-type=module', '-e', script]);
  expect(loaded.includes('aws-cdk-lib')).toBe(loads);
});
