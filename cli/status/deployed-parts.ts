import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { countDeferred } from '../../lambda/deferred/count-deferred.ts';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { Table } from '../../lambda/table/table.ts';
import { errorActions } from '../../words/error-action.ts';
import { createRecipientParameters } from '../notify/recipient-parameters.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { readAnnouncerAge } from './announcer-age.ts';
import { readBacklog } from './notification-backlog.ts';
import { findRingingAlarms } from './ringing-alarms.ts';
import { AbsentPartError, type NotificationBacklog, type PartReaders, type StreamErrors } from './status-parts.ts';

/** Finds the errors that hooks report, the hooks that were not stored, and the receiver's own errors. */
const ERRORS_QUERY = `filter action in ${JSON.stringify(errorActions())} or status = 503 or level = "ERROR" | fields @timestamp, app, id, action, status | sort @timestamp desc`;

type DeployedParts = Pick<PartReaders, 'alarms' | 'deferred' | 'announcements' | 'notifications'>;

/** Returns the readers of what AWS knows of a stack, with the credentials and the region of the environment; `close` ends their connections. */
export function deployedParts(outputs: StackOutputs): DeployedParts & { readonly close: () => void } {
  const clients = {
    cloudWatch: new CloudWatchClient({}),
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }), // so that AWS_ENDPOINT_URL applies, for an emulator
    ssm: new SSMClient({}),
    dynamodb: new DynamoDBClient({}),
  };
  const { cloudWatch, sqs } = clients;
  return {
    alarms: () => explained(() => findRingingAlarms(cloudWatch, outputs.stack)),
    deferred: () =>
      explained(async () => {
        const urls = ['DeferredQueueUrl', 'DeadLetterQueueUrl'].map((name) => requirePart(outputs, name));
        const [waiting = 0, deadLetters = 0] = await Promise.all(urls.map((url) => countDeferred(sqs, url)));
        return { waiting, deadLetters, waitingSince: null };
      }),
    announcements: () =>
      explained(async () => {
        const name = requirePart(outputs, 'AnnouncerFunctionName');
        return { oldestMs: await readAnnouncerAge(cloudWatch, name), lastAt: null };
      }),
    notifications: () => explained(() => readNotifications(outputs, clients)),
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

interface NotificationClients {
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly dynamodb: DynamoDBClient;
}

async function readNotifications(
  outputs: StackOutputs,
  { sqs, ssm, dynamodb }: NotificationClients,
): Promise<NotificationBacklog> {
  const queued = await countDeferred(sqs, requirePart(outputs, 'NotifyQueueUrl'));
  const outbox = new Outbox(new Table(dynamodb, requirePart(outputs, 'NotificationsTableName')));
  const { list } = createRecipientParameters(outputs.stack, ssm);
  return readBacklog({ list, withOutbox: (use) => use(outbox) }, queued);
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
