import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RecordingFunction, type RecordingProps } from './recording-function.ts';

/**
 * About twice the time that the receiver gives itself (1.6 s): it has answered long before, if only with 503 and the log
 * line that holds the event, and what still runs then hangs. Lambda counts the start of a new process apart.
 */
const TIMEOUT = Duration.seconds(3);

/** Keeps what the media server sends, or lets it wait. It can write streams, look up a token that it is shown, and put events into the queue. */
export class ReceiverFunction extends RecordingFunction {
  constructor(scope: Construct, id: string, props: RecordingProps) {
    const { allowList, reservedConcurrency } = props.settings;
    super(scope, id, {
      ...props,
      entry: 'receiver',
      description: 'Keeps the webhooks of Ant Media Server',
      timeout: TIMEOUT,
      environment: { ALLOW_LIST: allowList },
      ...(reservedConcurrency > 0 && { reservedConcurrentExecutions: reservedConcurrency }),
    });
    props.deferred.grantSendMessages(this);
    this.lambda.addEnvironment('LOST_KEY', this.grantPrincipal.roleId); // random, free, and unknown outside of the account
  }
}
