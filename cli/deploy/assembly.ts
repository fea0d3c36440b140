import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runCdk } from './cdk.ts';
import { argsSupportedBy } from './cdk-options.ts';
import { appArgs, awsTargetArgs, type DeployOptions } from './deploy-options.ts';

/** Where cdk puts what it makes of an app, unless it is told another folder. */
const DEFAULT_OUTPUT = 'cdk.out';

/** What cdk made of the app. */
export interface Assembly {
  readonly folder: string;
  /** The name of the stack. */
  readonly stack: string;
  /** The files in the folder that hold its template, and the list of what is uploaded. */
  readonly templateFile: string;
  readonly assetsFile: string;
}

/** What is looked at of `manifest.json`. */
interface Manifest {
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
}

/** Runs cdk synth: what it made, or its exit code when it could not. */
export async function synthesise(
  wanted: Pick<DeployOptions, 'cdkApp' | 'output' | 'profile' | 'region'>,
  cdkArgs: readonly string[],
): Promise<Assembly | number> {
  const { cdkApp, output = DEFAULT_OUTPUT } = wanted;
  if (cdkApp !== undefined && isFolder(cdkApp)) return readAssembly(cdkApp); // one that was made before
  const options = ['--quiet', '--notices=false', ...appArgs({ cdkApp, output }), ...awsTargetArgs(wanted)];
  const code = await runCdk(['synth', ...options, ...argsSupportedBy('synth', cdkArgs)]);
  return code === 0 ? readAssembly(output) : code;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The first stack of the folder: this project has one. */
function readAssembly(folder: string): Assembly {
  const { artifacts }: Manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')); // as cdk writes it
  const entries = Object.entries(artifacts);
  const [id = '', stack] = entries.find(([, { type }]) => type === 'aws:cloudformation:stack') ?? [];
  const [, assets] = entries.find(([, { type }]) => type === 'cdk:asset-manifest') ?? [];
  const { templateFile, stackName = id } = stack?.properties ?? {};
  const assetsFile = assets?.properties?.file;
  if (templateFile !== undefined && assetsFile !== undefined)
    return { folder, stack: stackName, templateFile, assetsFile };
  throw new Error(`${folder}: received no stack with its assets, expected what cdk synth makes of this project.`);
}
