import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../stack/template.ts';
import type { Assembly } from './assembly.ts';

/** What is looked at of an assembly's list of assets. */
interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path?: string } }>>;
}

/** The folder of an assembly that is the same but for its template. CDK uploads a template under its hash, so this one gets another. */
export function writeStepAssembly(assembly: Assembly, template: Template, parent: string): string {
  const folder = mkdtempSync(join(parent, 'step-'));
  cpSync(assembly.folder, folder, { recursive: true });
  const path = (file: string) => join(folder, file);
  const { files }: AssetManifest = JSON.parse(readFileSync(path(assembly.assetsFile), 'utf8')); // as cdk writes it
  const [hash] = Object.entries(files).find(([, { source }]) => source.path === assembly.templateFile) ?? [];
  if (hash === undefined)
    throw new Error(
      `${assembly.assetsFile}: received no ${assembly.templateFile}, expected the hash of that template.`,
    );
  const json = JSON.stringify(template);
  const newHash = createHash('sha256').update(json).digest('hex');
  writeFileSync(path(assembly.templateFile), json);
  for (const file of ['manifest.json', assembly.assetsFile])
    writeFileSync(path(file), readFileSync(path(file), 'utf8').replaceAll(hash, newHash));
  return folder;
}
