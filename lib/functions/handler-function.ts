import { resolve } from 'node:path';
import { type Duration, Stack, Stage, Validations } from 'aws-cdk-lib';
import { type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { removalPolicies } from '../data/removal-policy.ts';
import type { Settings } from '../settings/settings.ts';
import { assertWithinBudget } from './bundle-budget.ts';
import { bundledCode } from './bundled-code.ts';

export interface HandlerFunctionProps {
  /** The file in `lambda/`, without `.ts`, that exports the handler. */
  readonly entry: string;
  /** The description that the Lambda console shows. */
  readonly description: string;
  /** The time after which Lambda ends an invocation. */
  readonly timeout: Duration;
  /** The variables that the entry reads. */
  readonly environment: Record<string, string>;
  /** The function's memory, in MB. @default the setting `memory` */
  readonly memorySize?: number;
  /** The executions that are reserved for the function, which are also its maximum. @default none */
  readonly reservedConcurrentExecutions?: number;
  /** Adds files to the folder of the bundle. @default none */
  readonly addFiles?: (folder: string) => void;
  /** The deployment's settings. */
  readonly settings: Pick<Settings, 'memory' | 'awsClient' | 'logDays' | 'removalPolicy' | 'tracing'>;
}

const commonProps = {
  handler: 'index.handler',
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  loggingFormat: LoggingFormat.JSON,
  systemLogLevelV2: SystemLogLevel.WARN, // Lambda's own line on each start and end would cost more than the function's
};

/**
 * A Lambda function with its own role and log group. The role may write to that log, and send traces if `tracing` is
 * set; tables and queues grant the rest. A new function is one file in this folder, an entry in `lambda/`, a line in
 * `ReceiverStack` and a budget in `bundle-budget.ts`.
 */
export class HandlerFunction extends Construct implements IGrantable {
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: Role;

  constructor(scope: Construct, id: string, { entry, settings, addFiles, ...props }: HandlerFunctionProps) {
    super(scope, id);
    this.grantPrincipal = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logDays,
      removalPolicy: removalPolicies[settings.removalPolicy],
    });
    this.logGroup.grantWrite(this.grantPrincipal);
    const metafile = resolve(Stage.of(this)?.outdir ?? '', `${entry}.meta.json`);
    this.lambda = new LambdaFunction(this, 'Function', {
      ...commonProps,
      memorySize: settings.memory,
      ...props,
      code: bundledCode({ entry, client: settings.awsClient, metafile, addFiles }),
      logGroup: this.logGroup,
      role: this.grantPrincipal,
      tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    });
    if (Stack.of(this).bundlingRequired) assertWithinBudget(settings.awsClient, entry, metafile);
    if (settings.tracing) this.#acknowledgeTracingWildcard();
  }

  #acknowledgeTracingWildcard(): void {
    const reason = 'X-Ray has no resources: a function that may write traces may write all of them.';
    Validations.of(this).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason });
  }
}
