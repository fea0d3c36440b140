import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recommendedSettings } from '../../words/media-server-settings.ts';
import { root } from '../exec.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the README recommends the same settings, word for word', () => {
  const unindented = readme.replaceAll(/^ {3}/gm, '');
  expect(unindented).toContain(`\`\`\`json\n${recommendedSettings('https://…/hooks/LiveApp/TOKEN')}\n\`\`\``);
});

test.each(Object.keys(JSON.parse(recommendedSettings(''))).filter((name) => name !== 'listenerHookURL'))(
  'the README gives the reason for %s',
  (name) => expect(readme).toMatch(new RegExp(`^ *\\| \`${name}\` \\| [\\d.]+ \\| `, 'm')),
);
