import { expect, test } from 'vitest';
import { migrationHint, resolveSettings } from '../../../lib/settings/resolve-settings.ts';

const inCdkFiles = [{ file: 'cdk.json', settings: { memory: '1024' } }];

test.each([
  { what: 'the default', file: {}, context: {}, memory: 512 },
  { what: 'the file', file: { memory: 256 }, context: {}, memory: 256 },
  { what: '-c rather than the file', file: { memory: 256 }, context: { memory: '2048' }, memory: 2048 },
  { what: "-c rather than one of CDK's files", file: {}, context: { memory: '2048' }, inCdkFiles, memory: 2048 },
  { what: "one of CDK's files", file: {}, context: { memory: '1024' }, inCdkFiles, memory: 1024 },
])('the value comes from $what', ({ memory, ...sources }) => expect(resolveSettings(sources).memory).toBe(memory));

test.each([{ memmory: 512 }, { '@aws-cdk/core:checkSecretUsage': true }, { '': 1 }])(
  'the file may contain only settings: %j',
  (file) =>
    expect(() => resolveSettings({ file })).toThrow(/^Setting .*: there is none of this name, expected one of /),
);

test('rejects a setting in both files, because CDK does not report which ones were passed with -c', () =>
  expect(() => resolveSettings({ file: { memory: 256 }, context: { memory: '1024' }, inCdkFiles })).toThrow(
    new Error(
      'Setting memory: received one in settings.json and one in cdk.json, expected it in settings.json only. Remove it from cdk.json.',
    ),
  ));

test('messages name the file that was read', () => {
  const fileName = 'staging.json';
  expect(() => resolveSettings({ file: { memory: 1 }, fileName })).toThrow('Change it in staging.json or with');
  expect(() => resolveSettings({ file: { memory: 256 }, fileName, inCdkFiles })).toThrow('expected it in staging.json');
  expect(migrationHint(inCdkFiles, fileName)).toContain('belong in staging.json, which');
});

test("a hint shows how to move settings out of CDK's files", () => {
  expect(migrationHint([])).toBeUndefined();
  expect(migrationHint([{ file: '/home/me/.cdk.json', settings: { tracing: true } }, ...inCdkFiles])).toBe(
    'Settings in /home/me/.cdk.json and cdk.json still apply, but belong in settings.json, which npm start reads too. Move them there: {"tracing":true,"memory":"1024"}',
  );
});
