import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteEventBusCommand,
  DeleteRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfig } from './account.ts';

/** A key that no row has, so that permitted commands do no harm. */
const Key = { pk: { S: 'nobody' }, sk: { S: 'nothing' } };
const nobodyQuery = {
  KeyConditionExpression: 'pk = :nobody',
  ExpressionAttributeValues: { ':nobody': { S: 'nobody' } },
};
const indexQuery = { ...nobodyQuery, KeyConditionExpression: 'statusKey = :nobody', IndexName: 'byStatus' };

/** All commands on a table that a function could send, by name; what cannot be undone is last. */
const tableCommands = {
  GetItem: (TableName: string) => new GetItemCommand({ TableName, Key }),
  BatchGetItem: (TableName: string) => new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } }),
  Query: (TableName: string) => new QueryCommand({ TableName, ...nobodyQuery }),
  'Query of the index': (TableName: string) => new QueryCommand({ TableName, ...indexQuery }),
  Scan: (TableName: string) => new ScanCommand({ TableName, Limit: 1 }),
  UpdateItem: (TableName: string) => new UpdateItemCommand({ TableName, Key }),
  PutItem: (TableName: string) => new PutItemCommand({ TableName, Item: Key }),
  BatchWriteItem: (TableName: string) =>
    new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } }),
  DeleteItem: (TableName: string) => new DeleteItemCommand({ TableName, Key }),
  DeleteTable: (TableName: string) => new DeleteTableCommand({ TableName }),
};

/** No message has this handle: permitted commands fail, since it is invalid. */
const ReceiptHandle = 'nothing';

/** All commands on a queue, by name. A permitted SendMessage fails, since its message is empty. */
const queueCommands = {
  SendMessage: (QueueUrl: string) => new SendMessageCommand({ QueueUrl, MessageBody: '' }),
  ReceiveMessage: (QueueUrl: string) => new ReceiveMessageCommand({ QueueUrl }),
  DeleteMessage: (QueueUrl: string) => new DeleteMessageCommand({ QueueUrl, ReceiptHandle }),
  ChangeMessageVisibility: (QueueUrl: string) =>
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
  GetQueueAttributes: (QueueUrl: string) => new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  PurgeQueue: (QueueUrl: string) => new PurgeQueueCommand({ QueueUrl }),
};

/** All commands on a parameter of a path, by name; no parameter has this name. */
const parameterCommands = {
  GetParametersByPath: (path: string) => new GetParametersByPathCommand({ Path: path, WithDecryption: true }),
  GetParameter: (path: string) => new GetParameterCommand({ Name: `${path}/nobody` }),
  GetParameters: (path: string) => new GetParametersCommand({ Names: [`${path}/nobody`] }),
  GetParameterHistory: (path: string) => new GetParameterHistoryCommand({ Name: `${path}/nobody` }),
  DeleteParameter: (path: string) => new DeleteParameterCommand({ Name: `${path}/nobody` }),
  PutParameter: (path: string) => new PutParameterCommand({ Name: `${path}/nobody`, Value: '-', Type: 'String' }),
};

/** A rule that no bus has, and a source that no rule matches, so that permitted commands do no harm. */
const [Name, Source] = ['nobody', 'nobody'];

/** All commands on a bus, by name; what cannot be undone is last. */
const busCommands = {
  PutEvents: (EventBusName: string) =>
    new PutEventsCommand({ Entries: [{ EventBusName, Source, DetailType: 'Nothing', Detail: '{}' }] }),
  ListRules: (EventBusName: string) => new ListRulesCommand({ EventBusName }),
  PutRule: (EventBusName: string) =>
    new PutRuleCommand({ EventBusName, Name, EventPattern: `{"source": ["${Source}"]}` }),
  PutTargets: (EventBusName: string) => new PutTargetsCommand({ EventBusName, Rule: Name, Targets: [] }),
  RemoveTargets: (EventBusName: string) => new RemoveTargetsCommand({ EventBusName, Rule: Name, Ids: ['nothing'] }),
  DeleteRule: (EventBusName: string) => new DeleteRuleCommand({ EventBusName, Name }),
  DeleteEventBus: (EventBusName: string) => new DeleteEventBusCommand({ Name: EventBusName }),
};

/** All commands on a topic, by name; what cannot be undone is last. */
const topicCommands = {
  Publish: (TopicArn: string) => new PublishCommand({ TopicArn, Message: '-' }),
  GetTopicAttributes: (TopicArn: string) => new GetTopicAttributesCommand({ TopicArn }),
  ListSubscriptionsByTopic: (TopicArn: string) => new ListSubscriptionsByTopicCommand({ TopicArn }),
  Subscribe: (TopicArn: string) =>
    new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'nobody@example.com' }),
  DeleteTopic: (TopicArn: string) => new DeleteTopicCommand({ TopicArn }),
};

/** Returns the names of the commands on a topic that a role may send. */
export async function permittedTopicCommands(endpoint: string, role: string, topic: string): Promise<string[]> {
  const client = new SNSClient(await clientConfigOfRole(endpoint, role));
  return permittedNames(topicCommands, (attempt) => client.send(attempt(topic) as PublishCommand)); // the SDK types each command on its own
}

/** Returns the names of the commands on a bus that a role may send. */
export async function permittedBusCommands(endpoint: string, role: string, bus: string): Promise<string[]> {
  const client = new EventBridgeClient(await clientConfigOfRole(endpoint, role));
  return permittedNames(busCommands, (attempt) => client.send(attempt(bus) as PutEventsCommand)); // the SDK types each command on its own
}

/** Returns the names of the commands on a table that a role may send, by sending each of them in that role. */
export async function permittedTableCommands(endpoint: string, role: string, table: string): Promise<string[]> {
  const client = new DynamoDBClient(await clientConfigOfRole(endpoint, role));
  return permittedNames(tableCommands, (attempt) => client.send(attempt(table) as GetItemCommand)); // the SDK types each command on its own
}

/** Returns whether a role may send a command about rows of a table; its condition should keep it from changing any. */
export async function maySend(endpoint: string, role: string, command: RowCommand): Promise<boolean> {
  const client = new DynamoDBClient(await clientConfigOfRole(endpoint, role));
  return isPermitted(() => client.send(command as GetItemCommand)); // the SDK types each command on its own
}

export type RowCommand = DeleteItemCommand | GetItemCommand | PutItemCommand | UpdateItemCommand;

/** Returns the names of the commands on a queue that a role may send. */
export async function permittedQueueCommands(endpoint: string, role: string, queue: string): Promise<string[]> {
  const client = new SQSClient(await clientConfigOfRole(endpoint, role));
  return permittedNames(queueCommands, (attempt) => client.send(attempt(queue) as ReceiveMessageCommand));
}

/** Returns the names of the commands on the parameters of a path that a role may send. */
export async function permittedParameterCommands(endpoint: string, role: string, path: string): Promise<string[]> {
  const client = new SSMClient(await clientConfigOfRole(endpoint, role));
  return permittedNames(parameterCommands, (attempt) => client.send(attempt(path) as GetParameterCommand));
}

/** Whether a role may invoke a function. A dry run does nothing. */
export async function mayInvoke(endpoint: string, role: string, name: string): Promise<boolean> {
  const client = new LambdaClient(await clientConfigOfRole(endpoint, role));
  return isPermitted(() => client.send(new InvokeCommand({ FunctionName: name, InvocationType: 'DryRun' })));
}

/** Returns the configuration of a client that assumes a role. */
async function clientConfigOfRole(endpoint: string, role: string) {
  const sts = new STSClient(clientConfig(endpoint));
  const RoleArn = `arn:aws:iam::000000000000:role/${role}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'attempts' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { ...clientConfig(endpoint), credentials: { accessKeyId, secretAccessKey, sessionToken: SessionToken } };
}

async function permittedNames<T>(
  attempts: Record<string, T>,
  send: (attempt: T) => Promise<unknown>,
): Promise<string[]> {
  const names: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) if (await isPermitted(() => send(attempt))) names.push(name);
  return names;
}

/** Errors of commands that were permitted: a condition holds for no row, the key has another table's shape, the message is empty or does not exist. */
const ERRORS_AFTER_PERMISSION = [
  'ConditionalCheckFailedException',
  'ValidationException',
  'MissingParameter',
  'ReceiptHandleIsInvalid',
  'ParameterNotFound',
  'ResourceNotFoundException',
];
const PERMISSION_ERRORS = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationErrorException',
  'AuthorizationError',
];

async function isPermitted(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof Error && ERRORS_AFTER_PERMISSION.includes(error.name)) return true;
    if (error instanceof Error && PERMISSION_ERRORS.includes(error.name)) return false;
    throw error;
  }
}
