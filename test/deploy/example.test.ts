import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from 'vitest';
import type { Announcement, AnnouncementOf } from '../../lambda/announcing/announcement.ts';
import { exampleAnnouncements } from '../announcing/example-announcements.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { clientConfig, runCdk } from './account.ts';
import { describeOnAccount } from './on-account.ts';

const EVENT_BUS = 'AnnouncementsOfTheExample';

/** Deploys the example as its README says. */
async function deploy(endpoint: string): Promise<void> {
  const app = 'node --import tsx examples/on-recording-ready/on-recording-ready.ts';
  const output = await mkdtemp(join(tmpdir(), 'cdk.out-'));
  const options = ['--no-validation', '--require-approval', 'never', '--output', output];
  try {
    await runCdk(endpoint, ['deploy', '--app', app, '-c', `eventBusName=${EVENT_BUS}`, ...options]);
  } finally {
    await rm(output, { recursive: true });
  }
}

describeOnAccount('the example', (endpoint) => {
  const events = new EventBridgeClient(clientConfig(endpoint));
  let outputs: Record<string, string>;

  const put = (announcements: readonly Announcement[]) =>
    events.send(
      new PutEventsCommand({
        Entries: announcements.map(({ source, 'detail-type': type, time, detail }) => ({
          EventBusName: EVENT_BUS,
          ...{ Source: source, DetailType: type, Time: new Date(time), Detail: JSON.stringify(detail) },
        })),
      }),
    );

  const readRows = async () => {
    const command = new ScanCommand({ TableName: outputs.RecordingsTableName });
    return (await new DynamoDBClient(clientConfig(endpoint)).send(command)).Items ?? [];
  };

  const countFailed = async () => {
    const command = new GetQueueAttributesCommand({
      QueueUrl: outputs.FailedQueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    return (await new SQSClient(clientConfig(endpoint)).send(command)).Attributes?.ApproximateNumberOfMessages;
  };

  beforeAll(async () => {
    await events.send(new CreateEventBusCommand({ Name: EVENT_BUS }));
    await deploy(endpoint);
    const cloudFormation = new CloudFormationClient(clientConfig(endpoint));
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'OnRecordingReady' }));
    const entries = Stacks?.[0]?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
    outputs = Object.fromEntries(entries ?? []);
  });

  test('has one row for a recording that is announced twice, and none of what else is announced', async () => {
    const announcements = await exampleAnnouncements();
    for (const announcement of announcements) expectValid(announcement);
    await put(announcements);
    await put(announcements);
    await put(announcements.filter(isRecordingReady).map((announcement) => withVodId(announcement, 'the-last')));
    const readIds = async () => (await readRows()).map(({ recording }) => recording?.S).sort();
    await expect.poll(readIds, { timeout: 20_000 }).toEqual(['8f2kQ0rW', 'the-last']); // in any order
    expect(await countFailed()).toBe('0');
  });
});

type RecordingReady = AnnouncementOf<'Recording Ready'>;

const isRecordingReady = (announcement: Announcement): announcement is RecordingReady =>
  announcement['detail-type'] === 'Recording Ready';

const withVodId = ({ detail, ...envelope }: RecordingReady, vodId: string): RecordingReady => ({
  ...envelope,
  detail: { ...detail, recording: { ...detail.recording, vodId } },
});
