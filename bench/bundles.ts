import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BundlingOptions, LogLevel } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bytesOf, type Metafile } from '../lib/functions/bundle-budget.ts';
import { bundling } from '../lib/functions/bundling.ts';
import { bundleWith } from '../test/bundle.ts';
import { root } from '../test/exec.ts';

/** What is compared: ours as it is deployed, and what people would have instead. */
export const contenders = ['ours', 'usualExternal', 'usualBundled', 'tutorial', 'powertools', 'hono', 'floor'] as const;
export type Contender = (typeof contenders)[number];

/** What is compared of hooks alone that come after the first: DynamoDB's commands and nothing else, by our client and by the SDK's. */
export const rawCommands = ['bare', 'bareSdk'] as const;
export type BundleName = Contender | (typeof rawCommands)[number];

export interface BuiltBundle {
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly metafile: Metafile;
}

const logLevel = LogLevel.WARNING;
/** What `NodejsFunction` does when nobody says otherwise: CommonJS, and the SDK that the runtime has. */
const cdkDefaults: BundlingOptions = { logLevel };
/** What many do against the SDK's changing by itself. */
const sdkBundled: BundlingOptions = { logLevel, externalModules: [] };

const entries: Record<BundleName, [entry: string, options: BundlingOptions]> = {
  ours: ['lambda/receiver.ts', bundling.small],
  usualExternal: ['lambda/receiver.ts', cdkDefaults],
  usualBundled: ['lambda/receiver.ts', sdkBundled],
  tutorial: ['bench/peers/tutorial.ts', cdkDefaults],
  powertools: ['bench/peers/powertools.ts', cdkDefaults],
  hono: ['bench/peers/hono.ts', cdkDefaults],
  floor: ['bench/peers/floor.ts', bundling.small],
  bare: ['bench/raw-commands.ts', bundling.small],
  bareSdk: ['bench/raw-commands.ts', bundling.sdk],
};

/** Below it, `node_modules` of the project stands in for the SDK of Lambda's runtime. */
const folder = join(root, '.cache', 'bench');

/** Bundles them all, as the CDK does. */
export function buildBundles(): Record<BundleName, BuiltBundle> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}'); // a Lambda's code is in no package: CommonJS unless it says otherwise
  const all = [...contenders, ...rawCommands];
  return Object.fromEntries(all.map((name) => [name, build(name, ...entries[name])])) as Record<
    BundleName,
    BuiltBundle
  >;
}

function build(name: string, entry: string, options: BundlingOptions): BuiltBundle {
  const { file, metafile } = bundleWith(join(root, entry), join(folder, 'cdk', name), options);
  const target = join(folder, name, basename(file));
  mkdirSync(join(folder, name));
  copyFileSync(file, target);
  return { file: target, size: bytesOf(metafile), metafile };
}
