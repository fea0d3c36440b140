import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Metafile } from '../lib/bundle-budget.ts';
import { bundling } from '../lib/bundling.ts';
import { root } from './command.ts';

/** What is deployed of an entry of `lambda/`: its file, made below a folder, and what esbuild says of it. */
export function bundleOf(entry: string, folder: string): { file: string; metafile: Metafile } {
  const stack = new Stack(new App({ outdir: join(folder, entry) }), 'Bundle');
  new NodejsFunction(stack, 'Function', {
    entry: join(root, 'lambda', `${entry}.ts`),
    projectRoot: root,
    depsLockFilePath: join(root, 'package-lock.json'),
    runtime: Runtime.NODEJS_24_X,
    bundling: { ...bundling, metafile: true },
  });
  const asset = readdirSync(join(folder, entry)).find((name) => name.startsWith('asset.')) ?? '';
  const inAsset = (name: string) => join(folder, entry, asset, name);
  return { file: inAsset('index.mjs'), metafile: JSON.parse(readFileSync(inAsset('index.meta.json'), 'utf8')) };
}
