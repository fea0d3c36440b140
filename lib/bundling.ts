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
  logLevel: LogLevel.WARNING,
} satisfies BundlingOptions;
