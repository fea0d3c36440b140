import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Recipient } from '../../../lambda/notifying/recipients/recipient.ts';
import { openDataDir } from '../../../local/data-dir/ownership.ts';
import {
  type RecipientEntry,
  readRecipientsFile,
  UnreadableEntry,
  writeRecipientsFile,
} from '../../../local/notifying/recipients-file.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('recipients-file');
let count = 0;

/** Returns a folder that does not exist yet. */
const newFolder = () => join(folder, `${++count}`);

/** Creates a folder with this notify.json. */
function folderWith(text: string): string {
  const dataDir = newFolder();
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'notify.json'), text);
  return dataDir;
}

const chat: Recipient = {
  name: 'team',
  style: 'slack',
  to: 'https://hooks.slack.com/services/T0/B0/the-secret',
  on: ['Stream Ended'],
  app: null,
  graceMs: 30_000,
  allowPrivate: false,
  secrets: [],
};
const program: Recipient = {
  ...chat,
  name: 'program',
  style: 'envelope',
  to: 'https://example.com/hooks',
  app: 'çam 東京',
  secrets: [
    { secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`, until: null },
    { secret: `whsec_${Buffer.alloc(32, 2).toString('base64')}`, until: 1_760_000_000_000 },
  ],
};
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('recipients come back by name; there are none without the file, without the folder, and in memory', async () => {
  const dataDir = newFolder();
  const recipients = new Map([chat, program].map((recipient) => [recipient.name, recipient]));
  await writeRecipientsFile(dataDir, recipients);
  expect(readRecipientsFile(dataDir)).toEqual(recipients);
  expect(readdirSync(dataDir)).toEqual(['notify.json']);
  expect(readRecipientsFile(newFolder())).toEqual(new Map());
  expect(readRecipientsFile(folderWith('[]'))).toEqual(new Map());
  expect(readRecipientsFile(':memory:')).toEqual(new Map());
});

test.skipIf(process.platform === 'win32')(
  'the file is readable for its owner only, also where it came with another mode',
  async () => {
    const dataDir = folderWith('[]');
    chmodSync(join(dataDir, 'notify.json'), 0o644);
    openDataDir(dataDir);
    expect(modeOf(join(dataDir, 'notify.json'))).toBe('600');
    chmodSync(join(dataDir, 'notify.json'), 0o644);
    await writeRecipientsFile(dataDir, new Map([[chat.name, chat]]));
    expect(modeOf(join(dataDir, 'notify.json'))).toBe('600');
  },
);

test('a file that is a symbolic link is refused', async () => {
  const dataDir = newFolder();
  mkdirSync(dataDir);
  symlinkSync(join(folderWith('[]'), 'notify.json'), join(dataDir, 'notify.json'));
  expect(() => readRecipientsFile(dataDir)).toThrow('is a symbolic link');
  await expect(writeRecipientsFile(dataDir, new Map())).rejects.toThrow('is a symbolic link');
});

test.each(['', '{', 'null', '{}', '5', '[5]', '[null]', '[{}]', JSON.stringify([{ ...chat, name: '../the-secret' }])])(
  'a broken file, %j, is one clear line that quotes nothing',
  (text) => {
    const dataDir = folderWith(text);
    expect(() => readRecipientsFile(dataDir)).toThrow(
      new Error(
        `${join(dataDir, 'notify.json')}: received something else than a list of recipients; correct it, or remove it and register them again: npm run notify -- set.`,
      ),
    );
    expect(readFileSync(join(dataDir, 'notify.json'), 'utf8')).toBe(text);
  },
);

test.each([
  { style: 'the-secret' },
  { on: ['constructor'] },
  { on: 'Stream Ended' },
  { to: 5 },
  { graceMs: -1 },
  { secrets: [{ secret: 5, until: null }] },
])('an entry that is broken harms no other, and stays as it is: %j', async (broken) => {
  const entry = { ...chat, ...broken };
  const dataDir = folderWith(JSON.stringify([entry, program]));
  const read = readRecipientsFile(dataDir);
  expect(read).toEqual(new Map<string, RecipientEntry>([[chat.name, new UnreadableEntry(entry)], [program.name, program]])); // biome-ignore format: a line
  await writeRecipientsFile(dataDir, read);
  expect(JSON.parse(readFileSync(join(dataDir, 'notify.json'), 'utf8'))).toEqual([entry, program]);
});
