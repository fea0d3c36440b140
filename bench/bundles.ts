import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BundlingOptions, LogLevel } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bytesOf, type Metafile } from '../lib/functions/bundle-budget.ts';
import { bundling } from '../lib/functions/bundling.ts';
import { bundled } from '../test/bundle.ts';
import { root } from '../test/command.ts';

/** What is compared: ours as it is deployed, and what people would have instead. */
export const contenders = ['ours', 'usualExternal', 'usualBundled', 'tutorial', 'powertools', 'hono', 'floor'] as const;
export type Contender = (typeof contenders)[number];

/** What is compared of hooks alone that come after the first: DynamoDB's commands and nothing else, by our client and by the SDK's. */
export const bareCalls = ['bare', 'bareSdk'] as const;
export type Bundled = Contender | (typeof bareCalls)[number];

export interface Built {
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly metafile: Metafile;
}

const logLevel = LogLevel.WARNING;
/** What `NodejsFunction` does when nobody says otherwise: CommonJS, and the SDK that the runtime has. */
const usual: BundlingOptions = { logLevel };
/** What many do against the SDK's changing by itself. */
const usualBundled: BundlingOptions = { logLevel, externalModules: [] };

const entries: Record<Bundled, [entry: string, options: BundlingOptions]> = {
  ours: ['lambda/receiver.ts', bundling.small],
  usualExternal: ['lambda/receiver.ts', usual],
  usualBundled: ['lambda/receiver.ts', usualBundled],
  tutorial: ['bench/peers/tutorial.ts', usual],
  powertools: ['bench/peers/powertools.ts', usual],
  hono: ['bench/peers/hono.ts', usual],
  floor: ['bench/peers/floor.ts', bundling.small],
  bare: ['bench/raw-commands.ts', bundling.small],
  bareSdk: ['bench/raw-commands.ts', bundling.sdk],
};

/** Below it, `node_modules` of the project stands in for the SDK of Lambda's runtime. */
const folder = join(root, '.cache', 'bench');

/** Bundles them all, as the CDK does. */
export function buildAll(): Record<Bundled, Built> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}'); // a Lambda's code is in no package: CommonJS unless it says otherwise
  const all = [...contenders, ...bareCalls];
  return Object.fromEntries(all.map((name) => [name, build(name, ...entries[name])])) as Record<Bundled, Built>;
}

function build(name: string, entry: string, options: BundlingOptions): Built {
  const { file, metafile } = bundled(join(root, entry), join(folder, 'cdk', name), options);
  const place = join(folder, name, basename(file));
  mkdirSync(join(folder, name));
  copyFileSync(file, place);
  return { file: place, size: bytesOf(metafile), metafile };
}
