import { type BundlingOptions, Charset, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { AwsClient } from '../settings/settings.ts';

/**
 * Minified ES modules that include the SDK: of all ways to package a function, this one starts fastest. There are no
 * source maps, because errors are logged by message, not by line.
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
  '--alias:@aws-sdk/client-eventbridge': './lambda/aws/client-eventbridge.ts',
  '--alias:@aws-sdk/client-lambda': './lambda/aws/client-lambda.ts',
  '--alias:@aws-sdk/client-sqs': './lambda/aws/client-sqs.ts',
  '--alias:@aws-sdk/client-ssm': './lambda/aws/client-ssm.ts',
  '--alias:@smithy/core/serde': './lambda/aws/serde.js',
};

/** Options by client: aliases replace the SDK's client with the small one. */
export const bundling = {
  small: { ...common, esbuildArgs: smallClientAliases },
  sdk: { ...common, esbuildArgs: {} },
} satisfies Record<AwsClient, BundlingOptions>;
