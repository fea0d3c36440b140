import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * ES modules, minified, with the SDK in them: of all ways to pack a function this one starts fastest. Without source maps:
 * what goes wrong is logged by its message, not by its line.
 */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  externalModules: [],
  esbuildArgs: {
    '--alias:@aws-sdk/client-dynamodb': './lambda/aws/client-dynamodb.ts',
    '--alias:@aws-sdk/client-sqs': './lambda/aws/client-sqs.ts',
  },
  logLevel: LogLevel.WARNING,
} satisfies BundlingOptions;
