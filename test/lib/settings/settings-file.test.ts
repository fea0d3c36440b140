import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettingsFile, settingsFilePath } from '../../../lib/settings/settings-file.ts';
import { root } from '../../exec.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('settings-file');

function writeFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('the file is the one that SETTINGS names, or settings.json of the project', () => {
  expect(settingsFilePath({ SETTINGS: 'staging.json' })).toBe('staging.json');
  for (const env of [{}, { SETTINGS: '' }]) expect(settingsFilePath(env)).toBe(join(root, 'settings.json'));
});

test('returns settings as JSON values', () => {
  const settings = { memory: 1024, tags: { team: 'video' }, replicaRegions: ['us-east-1'], tracing: true };
  expect(readSettingsFile(writeFile('good.json', JSON.stringify(settings, null, 2)))).toEqual(settings);
});

test('ignores a byte order mark', () =>
  expect(readSettingsFile(writeFile('marked.json', '\uFEFF{"memory": 1024}'))).toEqual({ memory: 1024 }));

test.each(['[]', 'null', '"memory=512"', '512'])('rejects anything but an object: %s', (text) => {
  const file = writeFile('other.json', text);
  expect(() => readSettingsFile(file)).toThrow(
    new Error(`${file}: received ${text}, expected an object, such as {"memory": 1024}.`),
  );
});

test('rejects invalid JSON in one line', () => {
  const file = writeFile('broken.json', '{\n"memory": 1,\n}\n');
  expect(() => readSettingsFile(file)).toThrow(/broken\.json: expected JSON \(.*\)\.$/);
});

test('rejects a missing file that SETTINGS names', () => {
  const file = join(folder, 'nowhere.json');
  expect(() => readSettingsFile(file)).toThrow(
    `SETTINGS: received "${file}", expected a readable settings file (ENOENT`,
  );
});
