import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeferredQueue } from '../data/deferred-queue.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction } from './handler-function.ts';
import { retentionVariables } from './recording-function.ts';

export interface SweeperFunctionProps {
  /** The table whose live streams are looked at. */
  readonly streams: StreamsTable;
  /** The queue of deferred events: while one waits, silence proves nothing. */
  readonly deferred: DeferredQueue;
  /** The function that asks media servers in a VPC; undefined to ask over the internet. */
  readonly asker: HandlerFunction | undefined;
  /** The deployment's settings. */
  readonly settings: Settings;
}

/** A sweep of 10 000 live streams takes at most 30 s, and a sweep that dies is repeated by the next one. */
const TIMEOUT = Duration.seconds(60);

/**
 * A sweep that fails, or finds no execution, is not tried again: the next one comes anyway, and the executions of a new
 * account, which may be 10, are for hooks. The age is EventBridge's and Lambda's minimum.
 */
const NO_RETRIES = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };

/** Creates the function that looks at all live streams every `sweepMinutes`; undefined when these are 0. */
export function createSweeperFunction(
  scope: Construct,
  id: string,
  { streams, deferred, asker, settings }: SweeperFunctionProps,
): HandlerFunction | undefined {
  if (settings.sweepMinutes === 0) return undefined;
  const serversPath = `${Stack.of(scope).stackName}/servers`;
  const sweeper = new HandlerFunction(scope, id, {
    entry: 'sweeper',
    description: 'Presumes the ends that no hook reported, and counts the live streams',
    timeout: TIMEOUT,
    environment: {
      STREAMS_TABLE: streams.tableName,
      ...retentionVariables(settings),
      DEFERRED_QUEUE_URL: deferred.queue.queueUrl,
      SERVERS_PATH: `/${serversPath}`,
      PRESUME_ENDED_MINUTES: String(settings.presumeEndedMinutes),
      SWEEP_MINUTES: String(settings.sweepMinutes),
      ...(asker && { ASKER_FUNCTION: asker.lambda.functionName }),
    },
    settings,
  });
  streams.grantWriteEvents(sweeper);
  streams.grantReadStreams(sweeper);
  deferred.grantCountMessages(sweeper);
  grantReadServers(sweeper, serversPath);
  if (asker) grantInvoke(sweeper, asker);
  runEvery(Duration.minutes(settings.sweepMinutes), sweeper);
  return sweeper;
}

/** Lets the sweeper read the registered media servers: SSM authorises the path of the request, not the parameters below it. */
function grantReadServers(grantee: HandlerFunction, path: string): void {
  const arn = Stack.of(grantee).formatArn({ service: 'ssm', resource: 'parameter', resourceName: path });
  Grant.addToPrincipal({ grantee, actions: ['ssm:GetParametersByPath'], resourceArns: [arn] });
}

/** Grants only the function itself; its own `grantInvoke` adds every version and alias. */
function grantInvoke(grantee: HandlerFunction, { lambda }: HandlerFunction): void {
  Grant.addToPrincipal({ grantee, actions: ['lambda:InvokeFunction'], resourceArns: [lambda.functionArn] });
}

/**
 * A scheduled rule, which AWS calls legacy, but which still is one resource and a permission: EventBridge Scheduler needs
 * a role that may invoke every version of the function, and gives nothing that a sweep uses.
 */
function runEvery(interval: Duration, sweeper: HandlerFunction): void {
  sweeper.lambda.configureAsyncInvoke(NO_RETRIES);
  new Rule(sweeper, 'Schedule', {
    description: 'Sweeps the live streams',
    schedule: Schedule.rate(interval),
    targets: [new LambdaFunction(sweeper.lambda, NO_RETRIES)],
  });
}
