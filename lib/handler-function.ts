import { fileURLToPath } from 'node:url';
import type { Duration } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type IFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Settings } from './settings.ts';

export interface HandlerFunctionProps {
  /** The file in `lambda/`, without `.ts`, that exports the handler. */
  readonly entry: string;
  /** What it does, for whoever sees it in the console. */
  readonly description: string;
  /** When Lambda ends it, whatever it is doing. */
  readonly timeout: Duration;
  /** What the entry asks `lambda/environment.ts` for. */
  readonly environment: Record<string, string>;
  /** What whoever deploys chose. */
  readonly settings: Pick<Settings, 'memory' | 'logDays' | 'removalPolicy'>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * ES modules, minified, with the SDK in them: of all ways to pack a function this one starts fastest. Without source maps:
 * what goes wrong is logged by its message, not by its line.
 */
const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  externalModules: [],
  logLevel: LogLevel.WARNING,
};

/** A Lambda function with a role and a log group of its own; at first its role may only write that log. */
export class HandlerFunction extends Construct implements IGrantable {
  readonly lambda: IFunction;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, id: string, { entry, settings, ...props }: HandlerFunctionProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Logs', { retention: settings.logDays, removalPolicy: settings.removalPolicy });
    logGroup.grantWrite(role);
    this.grantPrincipal = role;
    this.lambda = new NodejsFunction(this, 'Function', {
      ...props,
      entry: `${root}lambda/${entry}.ts`,
      projectRoot: root,
      depsLockFilePath: `${root}package-lock.json`,
      bundling,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: settings.memory,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
  }
}
