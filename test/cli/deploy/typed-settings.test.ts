import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { typedSettings } from '../../../cli/deploy/typed-settings.ts';
import { useFolder } from '../../use-folder.ts';

const folder = useFolder('typed-settings');
afterEach(() => void vi.unstubAllEnvs());

/** In a home with these settings among CDK's, and with this file of settings. */
function given(home: object, settings: object): void {
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
  given(home, settings);
  expect(typedSettings(typed).stackName).toBe(stackName);
}); // biome-ignore format: a table

test.each(['memory', '', 'tags'])('a setting without a value is refused: -c %j', (typed) => {
  given({}, {});
  expect(() => typedSettings([`--context=${typed}`])).toThrow(`-c ${typed}: received no value, expected NAME=VALUE`);
});

test("a wrong name among CDK's settings is refused, and a file of CDK's that is no JSON is named", () => {
  given({ memmory: 1 }, {});
  expect(() => typedSettings([])).toThrow(/^Setting memmory: there is none of this name/);
  writeFileSync(join(process.env.HOME ?? '', '.cdk.json'), '{"context": }');
  expect(() => typedSettings([])).toThrow(/^\/.*\.cdk\.json: expected JSON \(.*\)\.$/);
});

test('what a deployment would refuse is refused', () => {
  given({ stackName: 'A' }, { stackName: 'B' });
  expect(() => typedSettings([])).toThrow(
    /^Setting stackName: received one in .*settings\.json and one in .*\.cdk\.json/,
  );
  given({}, {});
  expect(() => typedSettings(['--context=memmory=1'])).toThrow(/^Setting memmory: there is none of this name/);
});
