import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BundlingOptions, LogLevel } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bytesOf, type Metafile } from '../lib/functions/bundle-budget.ts';
import { bundling } from '../lib/functions/bundling.ts';
import { bundleWith } from '../test/bundle.ts';
import { root } from '../test/exec.ts';

/** The compared handlers: ours as it is deployed, and the usual alternatives. */
export const contenders = [
  'ours',
  'usualExternal',
  'usualBundled',
  'tutorial',
  'powertools',
  'hono',
  'handSigned',
] as const;
export type Contender = (typeof contenders)[number];

/** Bundles that only send DynamoDB's commands, by our client and by the SDK's; compared on warm hooks only. */
const rawBundles = ['raw', 'rawSdk'] as const;
export type BundleName = Contender | (typeof rawBundles)[number];

export interface BuiltBundle {
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly metafile: Metafile;
}

const logLevel = LogLevel.WARNING;
/** The defaults of `NodejsFunction`: CommonJS, with the SDK of the Lambda runtime. */
const cdkDefaults: BundlingOptions = { logLevel };
/** A common choice against unannounced updates of the runtime's SDK. */
const sdkBundled: BundlingOptions = { logLevel, externalModules: [] };

const entries: Record<BundleName, [entry: string, options: BundlingOptions]> = {
  ours: ['lambda/receiver.ts', bundling.small],
  usualExternal: ['lambda/receiver.ts', cdkDefaults],
  usualBundled: ['lambda/receiver.ts', sdkBundled],
  tutorial: ['bench/peers/tutorial.ts', cdkDefaults],
  powertools: ['bench/peers/powertools.ts', cdkDefaults],
  hono: ['bench/peers/hono.ts', cdkDefaults],
  handSigned: ['bench/peers/hand-signed.ts', bundling.small],
  raw: ['bench/raw-commands.ts', bundling.small],
  rawSdk: ['bench/raw-commands.ts', bundling.sdk],
};

/** Within `bench/peers`, whose packages stand in for the SDK of the Lambda runtime. */
const folder = join(root, 'bench', 'peers', '.cache');

/** Bundles every contender as the CDK does. */
export function buildBundles(): Record<BundleName, BuiltBundle> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}'); // Lambda's default: CommonJS, whatever the package around says
  const all = [...contenders, ...rawBundles];
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
