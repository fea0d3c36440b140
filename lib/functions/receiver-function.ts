import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';
import { createRecordingFunction, type RecordingProps } from './recording-function.ts';

/**
 * About twice the receiver's own limit of 1.6 s. By then it has answered, if only with 503 and the event in the log
 * line, and anything that still runs hangs. Lambda does not count the start of a new process.
 */
const TIMEOUT = Duration.seconds(3);

/** Creates the function that records new hooks, and defers those that a table does not store in time. */
export function createReceiverFunction(scope: Construct, id: string, props: RecordingProps): HandlerFunction {
  const { allowList, reservedConcurrency } = props.settings;
  const receiver = createRecordingFunction(scope, id, props, {
    entry: 'receiver',
    description: 'Stores the webhooks of Ant Media Server',
    timeout: TIMEOUT,
    environment: { ALLOW_LIST: allowList },
    ...(reservedConcurrency > 0 && { reservedConcurrentExecutions: reservedConcurrency }),
  });
  props.deferred.grantSendMessages(receiver);
  receiver.lambda.addEnvironment('LOST_KEY', receiver.grantPrincipal.roleId); // random, free, and unknown outside the account
  return receiver;
}
