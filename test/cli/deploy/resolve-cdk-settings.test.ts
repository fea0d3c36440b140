import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { resolveCdkSettings } from '../../../cli/deploy/resolve-cdk-settings.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('typed-settings');
afterEach(() => void vi.unstubAllEnvs());

/** In a home with these settings among CDK's, and with this file of settings. */
function useSettings(home: object, settings: object): void {
  const HOME = mkdtempSync(join(folder, 'home-'));
  writeFileSync(join(HOME, '.cdk.json'), JSON.stringify({ context: home }));
  writeFileSync(join(HOME, 'settings.json'), JSON.stringify(settings));
  vi.stubEnv('HOME', HOME);
  vi.stubEnv('SETTINGS', join(HOME, 'settings.json'));
}

test.each([
  { home: {}, settings: {}, typed: [], stackName: 'AntMediaWebhooks' },
  { home: { stackName: 'A' }, settings: {}, typed: [], stackName: 'A' },
  { home: {}, settings: { stackName: 'B' }, typed: [], stackName: 'B' },
  { home: { stackName: 'A' }, settings: {}, typed: ['--context=stackName=C'], stackName: 'C' },
  { home: {}, settings: { stackName: 'B' }, typed: ['--context=stackName=C', '--context=stackName=D'], stackName: 'D' },
  { home: {}, settings: {}, typed: ['--context=@aws-cdk/x:y=z', '--verbose', 'Stack'], stackName: 'AntMediaWebhooks' },
])('of $home, $settings and $typed the stack is $stackName', ({ home, settings, typed, stackName }) => {
  useSettings(home, settings);
  expect(resolveCdkSettings(typed).stackName).toBe(stackName);
}); // biome-ignore format: a table

test.each(['memory', '', 'tags'])('a setting without a value is refused: -c %j', (typed) => {
  useSettings({}, {});
  expect(() => resolveCdkSettings([`--context=${typed}`])).toThrow(
    `-c ${typed}: received no value, expected NAME=VALUE`,
  );
});

test("a wrong name among CDK's settings is refused, and a file of CDK's that is no JSON is named", () => {
  useSettings({ memmory: 1 }, {});
  expect(() => resolveCdkSettings([])).toThrow(/^Setting memmory: there is none of this name/);
  writeFileSync(join(process.env.HOME ?? '', '.cdk.json'), '{"context": }');
  expect(() => resolveCdkSettings([])).toThrow(/^\/.*\.cdk\.json: expected JSON \(.*\)\.$/);
});

test('what a deployment would refuse is refused', () => {
  useSettings({ stackName: 'A' }, { stackName: 'B' });
  expect(() => resolveCdkSettings([])).toThrow(
    /^Setting stackName: received one in .*settings\.json and one in .*\.cdk\.json/,
  );
  useSettings({}, {});
  expect(() => resolveCdkSettings(['--context=memmory=1'])).toThrow(/^Setting memmory: there is none of this name/);
});
