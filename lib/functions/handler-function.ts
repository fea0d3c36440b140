import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Duration, Stack, Stage, Validations } from 'aws-cdk-lib';
import { type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, SystemLogLevel, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { removalPolicies } from '../data/removal-policy.ts';
import type { Settings } from '../settings/settings.ts';
import { assertWithinBudget } from './bundle-budget.ts';
import { bundling } from './bundling.ts';

export interface HandlerFunctionProps {
  /** The file in `lambda/`, without `.ts`, that exports the handler. */
  readonly entry: string;
  /** What it does, for whoever sees it in the console. */
  readonly description: string;
  /** When Lambda ends it, whatever it is doing. */
  readonly timeout: Duration;
  /** What the entry asks `lambda/required-env.ts` for. */
  readonly environment: Record<string, string>;
  /** How many executions are set aside for it, and no more allowed. @default none */
  readonly reservedConcurrentExecutions?: number;
  /** Commands that put more files beside its bundle. @default none */
  readonly commandHooks?: ICommandHooks;
  /** What whoever deploys chose. */
  readonly settings: Pick<Settings, 'memory' | 'awsClient' | 'logDays' | 'removalPolicy' | 'tracing'>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A Lambda function with a role and a log group of its own; at first its role may only write that log, and traces where they are wanted. */
export class HandlerFunction extends Construct implements IGrantable {
  readonly lambda: NodejsFunction;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: Role;

  constructor(scope: Construct, id: string, { entry, settings, commandHooks, ...props }: HandlerFunctionProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logDays,
      removalPolicy: removalPolicies[settings.removalPolicy],
    });
    this.logGroup.grantWrite(role);
    this.grantPrincipal = role;
    const metafile = resolve(Stage.of(this)?.outdir ?? '', `${entry}.meta.json`);
    this.lambda = new NodejsFunction(this, 'Function', {
      ...props,
      entry: `${root}lambda/${entry}.ts`,
      projectRoot: root,
      depsLockFilePath: `${root}package-lock.json`,
      bundling: {
        ...bundling[settings.awsClient],
        esbuildArgs: { ...bundling[settings.awsClient].esbuildArgs, '--metafile': metafile },
        ...(commandHooks && { commandHooks }),
      },
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: settings.memory,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN, // Lambda's own lines on each start and end would cost more than the function's
      logGroup: this.logGroup,
      role,
      tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    });
    if (Stack.of(this).bundlingRequired) assertWithinBudget(settings.awsClient, entry, metafile);
    if (settings.tracing) this.#acknowledgeTracingWildcard();
  }

  #acknowledgeTracingWildcard(): void {
    const reason = 'X-Ray knows no resources: whoever may write traces may write all of them.';
    Validations.of(this).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason });
  }
}
