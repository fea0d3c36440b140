import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SQSClient } from '@aws-sdk/client-sqs';
import { countDeferred } from '../../lambda/deferred/count-deferred.ts';
import { errorActions } from '../../words/error-action.ts';
import { withDeployedRecipients } from '../notify/deployed-recipient-store.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { readAnnouncerAge } from './announcer-age.ts';
import { readBacklog } from './notification-backlog.ts';
import { findRingingAlarms } from './ringing-alarms.ts';
import { AbsentPartError, type PartReaders, type StreamErrors } from './status-parts.ts';

/** Finds the errors that hooks report, the hooks that were not stored, and the receiver's own errors. */
const ERRORS_QUERY = `filter action in ${JSON.stringify(errorActions())} or status = 503 or level = "ERROR" | fields @timestamp, app, id, action, status | sort @timestamp desc`;

type DeployedParts = Pick<PartReaders, 'alarms' | 'deferred' | 'announcements' | 'notifications'>;

/** Returns the readers of what AWS knows of a stack, with the credentials and the region of the environment; `close` ends their connections. */
export function deployedParts(outputs: StackOutputs): DeployedParts & { readonly close: () => void } {
  const { stack } = outputs;
  const cloudWatch = new CloudWatchClient({});
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false }); // so that AWS_ENDPOINT_URL applies, for an emulator
  return {
    alarms: (signal) => explained(() => findRingingAlarms(cloudWatch, stack, signal)),
    deferred: () =>
      explained(async () => {
        const urls = ['DeferredQueueUrl', 'DeadLetterQueueUrl'].map((name) => requirePart(outputs, name));
        const [waiting = 0, deadLetters = 0] = await Promise.all(urls.map((url) => countDeferred(sqs, url)));
        return { waiting, deadLetters };
      }),
    announcements: (signal) =>
      explained(async () => {
        const name = requirePart(outputs, 'AnnouncerFunctionName');
        return { oldestMs: await readAnnouncerAge(cloudWatch, name, signal), lastAt: null };
      }),
    notifications: () =>
      explained(async () => {
        const queued = await countDeferred(sqs, requirePart(outputs, 'NotifyQueueUrl'));
        return withDeployedRecipients(stack, (store) => readBacklog(store, queued));
      }),
    close: () => {
      cloudWatch.destroy();
      sqs.destroy();
    },
  };
}

/** Returns the log of the hooks of a stack, and what to ask it about errors; null for a stack that does not name it. */
export function errorLogOf(outputs: StackOutputs): StreamErrors['log'] {
  const group = outputs.find('ReceiverLogGroupName');
  return group === undefined ? null : { group, query: ERRORS_QUERY };
}

async function explained<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw explainAwsError(error);
  }
}

function requirePart(outputs: StackOutputs, output: string): string {
  const value = outputs.find(output);
  if (value !== undefined) return value;
  throw new AbsentPartError(
    `The stack ${outputs.stack} has no output ${output}: it is of an earlier release, or its settings leave this part out.`,
  );
}
