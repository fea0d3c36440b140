import { type BundlingOptions, Charset, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { AwsClient } from '../settings/aws-client.ts';

/**
 * ES modules, minified, with the SDK in them: of all ways to pack a function this one starts fastest. Without source maps:
 * what goes wrong is logged by its message, not by its line.
 */
const common = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  charset: Charset.UTF8,
  externalModules: [],
  logLevel: LogLevel.WARNING,
} satisfies BundlingOptions;

const smallClientAliases = {
  '--alias:@aws-sdk/client-dynamodb': './lambda/aws/client-dynamodb.ts',
  '--alias:@aws-sdk/client-sqs': './lambda/aws/client-sqs.ts',
  '--alias:@smithy/core/serde': './lambda/aws/serde.js',
};

/** Options by client: aliases put the small one in the SDK's place. */
export const bundling = {
  small: { ...common, esbuildArgs: smallClientAliases },
  sdk: { ...common, esbuildArgs: {} },
} satisfies Record<AwsClient, BundlingOptions>;
