import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../stack/template.ts';
import { runCdk } from './cdk.ts';
import { argsSupportedBy } from './cdk-options.ts';
import { appArgs, awsTargetArgs, type DeployOptions } from './deploy-options.ts';

/** The default output folder of cdk synth. */
const DEFAULT_OUTPUT = 'cdk.out';

const MANIFEST = 'manifest.json';

/** A cloud assembly: the folder that cdk synth writes. */
export interface Assembly {
  readonly folder: string;
  /** The name of the stack. */
  readonly stack: string;
  /** The files in the folder with the stack's template, and with the list of the assets to upload. */
  readonly templateFile: string;
  readonly assetsFile: string;
}

/** The parts of `manifest.json` that are read. */
interface Manifest {
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
}

/** The parts of the list of assets that are read. */
interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path?: string } }>>;
}

/** Runs cdk synth and returns the assembly, or the exit code when cdk fails. */
export async function synthesise(
  options: Pick<DeployOptions, 'cdkApp' | 'output' | 'profile' | 'region'>,
  cdkArgs: readonly string[],
): Promise<Assembly | number> {
  const { cdkApp, output = DEFAULT_OUTPUT } = options;
  if (cdkApp !== undefined && isFolder(cdkApp)) return readAssembly(cdkApp); // synthesised before
  const args = ['--quiet', '--notices=false', ...appArgs({ cdkApp, output }), ...awsTargetArgs(options)];
  const code = await runCdk(['synth', ...args, ...argsSupportedBy('synth', cdkArgs)]);
  return code === 0 ? readAssembly(output) : code;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Reads the first stack of the folder: this project has one. */
function readAssembly(folder: string): Assembly {
  const { artifacts }: Manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')); // as cdk writes it
  const entries = Object.entries(artifacts);
  const [id = '', stack] = entries.find(([, { type }]) => type === 'aws:cloudformation:stack') ?? [];
  const [, assets] = entries.find(([, { type }]) => type === 'cdk:asset-manifest') ?? [];
  const { templateFile, stackName = id } = stack?.properties ?? {};
  const assetsFile = assets?.properties?.file;
  if (templateFile !== undefined && assetsFile !== undefined)
    return { folder, stack: stackName, templateFile, assetsFile };
  throw new Error(`${folder}: received no stack with its assets, expected the output of cdk synth for this project.`);
}

/**
 * Copies an assembly into a new folder below `parent`, with another template. CDK uploads a template under its hash and skips
 * one that is there already, so the copy gets a hash of its own.
 */
export function copyWithTemplate(assembly: Assembly, template: Template, parent: string): string {
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
  for (const file of [MANIFEST, assembly.assetsFile])
    writeFileSync(path(file), readFileSync(path(file), 'utf8').replaceAll(hash, newHash));
  return folder;
}
