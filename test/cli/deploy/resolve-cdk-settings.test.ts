import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { resolveCdkSettings } from '../../../cli/deploy/resolve-cdk-settings.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('typed-settings');
afterEach(() => void vi.unstubAllEnvs());

/** Writes a home directory with these settings in CDK's file, and with this settings file. */
function useSettings(home: object, settings: object): void {
  const HOME = mkdtempSync(join(folder, 'home-'));
  writeFileSync(join(HOME, '.cdk.json'), JSON.stringify({ context: home }));
  writeFileSync(join(HOME, 'settings.json'), JSON.stringify(settings));
  vi.stubEnv('HOME', HOME);
  vi.stubEnv('SETTINGS', join(HOME, 'settings.json'));
}

test.each([
  { home: {}, settings: {}, cdkArgs: [], stackName: 'AntMediaWebhooks' },
  { home: { stackName: 'A' }, settings: {}, cdkArgs: [], stackName: 'A' },
  { home: {}, settings: { stackName: 'B' }, cdkArgs: [], stackName: 'B' },
  { home: { stackName: 'A' }, settings: {}, cdkArgs: ['--context=stackName=C'], stackName: 'C' },
  { home: {}, settings: { stackName: 'B' }, cdkArgs: ['--context=stackName=C', '--context=stackName=D'], stackName: 'D' },
  { home: {}, settings: {}, cdkArgs: ['--context=@aws-cdk/x:y=z', '--verbose', 'Stack'], stackName: 'AntMediaWebhooks' },
])('of $home, $settings and $cdkArgs the stack is $stackName', ({ home, settings, cdkArgs, stackName }) => {
  useSettings(home, settings);
  expect(resolveCdkSettings(cdkArgs).stackName).toBe(stackName);
}); // biome-ignore format: a table

test.each(['memory', '', 'tags'])('a setting without a value is refused: -c %j', (pair) => {
  useSettings({}, {});
  expect(() => resolveCdkSettings([`--context=${pair}`])).toThrow(`-c ${pair}: received no value, expected NAME=VALUE`);
});

test("an unknown name in CDK's file is refused, and a file of CDK's that is not JSON is named", () => {
  useSettings({ memmory: 1 }, {});
  expect(() => resolveCdkSettings([])).toThrow(/^Setting memmory: there is none of this name/);
  writeFileSync(join(process.env.HOME ?? '', '.cdk.json'), '{"context": }');
  expect(() => resolveCdkSettings([])).toThrow(/^\/.*\.cdk\.json: expected JSON \(.*\)\.$/);
});

test('settings that a deployment would refuse are refused', () => {
  useSettings({ stackName: 'A' }, { stackName: 'B' });
  expect(() => resolveCdkSettings([])).toThrow(
    /^Setting stackName: received one in .*settings\.json and one in .*\.cdk\.json/,
  );
  useSettings({}, {});
  expect(() => resolveCdkSettings(['--context=memmory=1'])).toThrow(/^Setting memmory: there is none of this name/);
});
