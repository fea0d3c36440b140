import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainDataDirError } from '../../../local/data-dir/explain-data-dir-error.ts';
import { startDatabase } from '../../../local/database/database.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('folder-failure');

/** Starts a database on a DATA_DIR whose dynamodb holds these files, and returns the explained error. */
async function explainStartOn(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  mkdirSync(join(dataDir, 'dynamodb'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dataDir, 'dynamodb', name), text);
  const error = await startDatabase(dataDir).then(
    () => 'started',
    (cause) => cause,
  );
  return explainDataDirError(error, dataDir);
}

test.each([
  { what: 'whose CURRENT is cut off', files: { CURRENT: 'MANI' } },
  { what: 'whose MANIFEST is gone', files: { CURRENT: 'MANIFEST-000009\n' } },
  { what: 'whose MANIFEST is empty', files: { CURRENT: 'MANIFEST-000009\n', 'MANIFEST-000009': '' } },
])('a database $what is damaged', async ({ files }) => {
  expect(await explainStartOn(files)).toMatch(
    /^The database in \S+ is damaged \(.+\): restore the folder .* without streams\.$/,
  );
});

test('a full disk is recognised in errors of the system and of LevelDB', () => {
  const ofSystem = Object.assign(new Error("ENOSPC: no space left on device, mkdir '/d/dynamodb'"), { code: 'ENOSPC' });
  const ofLevel = Object.assign(new Error('IO error: /d/dynamodb/LOG: No space left on device'), {
    code: 'LEVEL_IO_ERROR',
  });
  const wrapped = Object.assign(new Error('Database failed to open', { cause: ofLevel }), {
    code: 'LEVEL_DATABASE_NOT_OPEN',
  });
  for (const error of [ofSystem, ofLevel, wrapped])
    expect(explainDataDirError(error, '/d')).toMatch(
      /^The disk of the data folder \/d is full \(.*\/d\/dynamodb.*free some space/,
    );
});

test('an error that is not about files is not explained', () => {
  const ofNode = Object.assign(new TypeError('no'), { code: 'ERR_INVALID_ARG_TYPE' });
  for (const error of [new Error('no'), ofNode, 'no', undefined])
    expect(explainDataDirError(error, '/d')).toBeUndefined();
});
