import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BundlingOptions, LogLevel } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bytesOf, type Metafile } from '../lib/functions/bundle-budget.ts';
import type { AwsClient } from '../lib/settings/settings.ts';
import { type Bundle, bundleAsDeployed, bundleWith } from '../test/bundle.ts';
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

/** The compared answers whether somebody may publish: ours as it is deployed, the usual one, and the minimum. */
export const authorisers = ['authoriser', 'documentRead', 'handSignedRead'] as const;
export type AuthoriserName = (typeof authorisers)[number];

/** Bundles that only send DynamoDB's commands, by our client and by the SDK's; compared on warm hooks only. */
const rawBundles = ['raw', 'rawSdk', 'rawReads'] as const;
export type BundleName = Contender | AuthoriserName | (typeof rawBundles)[number];

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

/** Bundles an entry in a folder. */
type Build = (outdir: string) => Bundle;

const asDeployed =
  (entry: string, client: AwsClient): Build =>
  (outdir) =>
    bundleAsDeployed(entry, outdir, client);
const byCdk =
  (entry: string, options: BundlingOptions): Build =>
  (outdir) =>
    bundleWith(join(root, entry), outdir, options);

const builds: Record<BundleName, Build> = {
  ours: asDeployed('lambda/receiver.ts', 'small'),
  usualExternal: byCdk('lambda/receiver.ts', cdkDefaults),
  usualBundled: byCdk('lambda/receiver.ts', sdkBundled),
  tutorial: byCdk('bench/peers/tutorial.ts', cdkDefaults),
  powertools: byCdk('bench/peers/powertools.ts', cdkDefaults),
  hono: byCdk('bench/peers/hono.ts', cdkDefaults),
  handSigned: asDeployed('bench/peers/hand-signed.ts', 'small'),
  raw: asDeployed('bench/raw-commands.ts', 'small'),
  rawSdk: asDeployed('bench/raw-commands.ts', 'sdk'),
  authoriser: asDeployed('lambda/authoriser.ts', 'small'),
  documentRead: byCdk('bench/peers/document-read.ts', cdkDefaults),
  handSignedRead: asDeployed('bench/peers/hand-signed-read.ts', 'small'),
  rawReads: asDeployed('bench/raw-reads.ts', 'small'),
};

/** Within `bench/peers`, whose packages stand in for the SDK of the Lambda runtime. */
const folder = join(root, 'bench', 'peers', '.cache');

/** Bundles every contender. */
export function buildBundles(): Record<BundleName, BuiltBundle> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}'); // Lambda's default: CommonJS, whatever the package around says
  const all = [...contenders, ...authorisers, ...rawBundles];
  return Object.fromEntries(all.map((name) => [name, build(name, builds[name])])) as Record<BundleName, BuiltBundle>;
}

function build(name: string, bundle: Build): BuiltBundle {
  const { file, metafile } = bundle(join(folder, 'cdk', name));
  const target = join(folder, name, basename(file));
  mkdirSync(join(folder, name));
  copyFileSync(file, target);
  return { file: target, size: bytesOf(metafile), metafile };
}
