import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page about notifications, docs/notifications.md. */
export const page = readFileSync(new URL('../../docs/notifications.md', import.meta.url), 'utf8');

/** Returns the blocks of code of the page in a language. */
export const blocksOf = (language: string): string[] =>
  Array.from(page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms')), ([, code = '']) => code);

const [isSigned = '', service = '', transformer = '', lambda = ''] = blocksOf('js');

/** The JavaScript that the page has for PagerDuty. */
export { transformer };

/** Returns the arguments of the page's `npm run notify -- set NAME …`. */
export function setCommandOf(name: string): string[] {
  const lines = blocksOf('sh').flatMap((block) => block.split('\n'));
  const line = lines.find((each) => each.startsWith(`npm run notify -- set ${name} `)) ?? '';
  return line.replace(/ +#.*/, '').split(' ').slice(4);
}

/** Writes the modules of the page into a folder, under the names that the page gives them. */
export function writeModules(folder: string): void {
  for (const [name, code] of Object.entries({ 'is-signed.mjs': isSigned, 'service.mjs': service, 'index.mjs': lambda }))
    writeFileSync(join(folder, name), code);
}
