import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Metafile } from '../lib/functions/bundle-budget.ts';
import { bundleEntry } from '../lib/functions/bundling.ts';
import type { AwsClient } from '../lib/settings/settings.ts';
import { root } from './exec.ts';

/** A bundle: its file, and esbuild's metafile. */
export interface Bundle {
  readonly file: string;
  readonly metafile: Metafile;
}

/** Bundles an entry of `lambda/` as it is deployed, in a subfolder. */
export const bundleOf = (entry: string, folder: string, client: AwsClient = 'small'): Bundle =>
  bundleAsDeployed(join('lambda', `${entry}.ts`), join(folder, client, entry), client);

/** Bundles an entry (its path in the project) as a function is deployed, in a folder. */
export function bundleAsDeployed(entry: string, outdir: string, client: AwsClient): Bundle {
  const file = join(outdir, 'index.mjs');
  return { file, metafile: bundleEntry(entry, file, client) };
}

/** Bundles an entry (its path) with CDK and these options, in a folder. */
export function bundleWith(entry: string, outdir: string, options: BundlingOptions): Bundle {
  const stack = new Stack(new App({ outdir }), 'Bundle');
  new NodejsFunction(stack, 'Function', {
    entry,
    projectRoot: root,
    depsLockFilePath: join(root, 'package-lock.json'),
    runtime: Runtime.NODEJS_24_X,
    bundling: { ...options, metafile: true },
  });
  const asset = readdirSync(outdir).find((name) => name.startsWith('asset.')) ?? '';
  const files = readdirSync(join(outdir, asset)).map((name) => join(outdir, asset, name));
  const file = files.find((name) => /^index\.m?js$/.test(basename(name)));
  if (file === undefined) throw new Error(`The bundle of ${entry}: received ${files}, expected index.js or index.mjs.`);
  return { file, metafile: JSON.parse(readFileSync(join(outdir, asset, 'index.meta.json'), 'utf8')) };
}
