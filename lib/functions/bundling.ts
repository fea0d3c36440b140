import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import type { AwsClient } from '../settings/settings.ts';
import type { Metafile } from './bundle-budget.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Minified ES modules that include the SDK: of all ways to package a function, this one starts fastest. There are no
 * source maps, because errors are logged by message, not by line.
 */
const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  logLevel: 'warning',
} satisfies BuildOptions;

const smallClientAliases = {
  '@aws-sdk/client-dynamodb': './lambda/aws/client-dynamodb.ts',
  '@aws-sdk/client-eventbridge': './lambda/aws/client-eventbridge.ts',
  '@aws-sdk/client-lambda': './lambda/aws/client-lambda.ts',
  '@aws-sdk/client-sqs': './lambda/aws/client-sqs.ts',
  '@aws-sdk/client-ssm': './lambda/aws/client-ssm.ts',
  '@smithy/core/serde': './lambda/aws/serde.js',
};

/** Options by client: aliases replace the SDK's client with the small one. */
const bundling = {
  small: { ...common, alias: smallClientAliases },
  sdk: common,
} satisfies Record<AwsClient, BuildOptions>;

/**
 * Bundles an entry (a path in this project) into a file with a client, and returns what is in it. CDK's own bundling does
 * the same by `npx`, which takes longer to start than esbuild takes to bundle.
 */
export function bundleEntry(entry: string, outfile: string, client: AwsClient): Metafile {
  const files = { absWorkingDir: root, entryPoints: [entry], outfile };
  return buildSync({ ...bundling[client], ...files, metafile: true }).metafile;
}
