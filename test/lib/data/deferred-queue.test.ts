import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { replayBatch } from '../../../lambda/deferred/replay-batch.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { Table } from '../../../lambda/table/table.ts';
import { TokenCache } from '../../../lambda/tokens/token-cache.ts';
import { constructNameOf, resourcesOf } from '../logical-ids.ts';
import { settingsExtremes, templateOf } from '../synthesis.ts';

/** The queues without announcements, which have one of their own. */
const queues = (settings = {}) => resourcesOf(templateOf({ ...settings, announcements: 'false' }), 'AWS::SQS::Queue');

describe('DeferredQueue', () => {
  it.each(settingsExtremes)('is two encrypted queues that store events for 14 days: $what', ({ settings }) => {
    expect(Object.keys(queues(settings)).sort()).toEqual(['DeferredDeadLetters', 'DeferredQueue']);
    for (const { Properties } of Object.values(queues(settings))) {
      expect(Properties).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 60 * 60, SqsManagedSseEnabled: true });
    }
  });

  it('accepts the largest message that a hook can become', () => {
    for (const { Properties } of Object.values(queues())) expect(Properties.MaximumMessageSize).toBe(1_048_576);
  });

  it('rejects requests without TLS', () => {
    const policies = Object.values(templateOf({ announcements: 'false' }).findResources('AWS::SQS::QueuePolicy'));
    const denials = policies.map(({ Properties: { Queues, PolicyDocument } }) => [
      constructNameOf(Queues[0].Ref),
      PolicyDocument.Statement,
    ]);
    const denial = (queue: string) => ({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:*',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(`^${queue}[0-9A-F]{8}$`), 'Arn'] },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(denials.sort()).toEqual([
      ['DeferredDeadLetters', [denial('DeferredDeadLetters')]],
      ['DeferredQueue', [denial('DeferredQueue')]],
    ]);
  });

  it('hides a batch for six times the replayer’s timeout, as AWS advises', () => {
    const { Timeout } = resourcesOf(templateOf(), 'AWS::Lambda::Function').ReplayerFunction?.Properties ?? {};
    expect(queues().DeferredQueue?.Properties.VisibilityTimeout).toBe(6 * Timeout);
  });

  it('moves an event to the dead letters after 4.6 hours of tries', async () => {
    const { deadLetterTargetArn, maxReceiveCount } = queues().DeferredQueue?.Properties.RedrivePolicy ?? {};
    expect(constructNameOf(deadLetterTargetArn['Fn::GetAtt'][0])).toBe('DeferredDeadLetters');
    const tries = Array.from({ length: maxReceiveCount }, (_, index) => index + 1);
    const delays = await delaysAfter(tries);
    expect(delays.reduce((sum, seconds) => sum + seconds) / 3_600).toBeCloseTo(4.6, 1);
    expect(queues().DeferredDeadLetters?.Properties).not.toHaveProperty('RedrivePolicy');
  });

  it('is deleted with its stack under removalPolicy destroy', () => {
    for (const queue of Object.values(queues({ removalPolicy: 'destroy' })))
      expect(queue).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });
});

/** Returns the seconds by which the replayer postpones an unreadable event after each of these tries. */
async function delaysAfter(tries: readonly number[]): Promise<number[]> {
  const delays: number[] = [];
  const table = new Table(new DynamoDBClient({ region: 'local' }), 'unused');
  await replayBatch(
    {
      Records: tries.map(
        (count) => ({ body: '', attributes: { ApproximateReceiveCount: String(count) } }) as SQSRecord,
      ),
    },
    {
      streams: table,
      tokens: table,
      recorder: new Recorder({ historyDays: 1, keepHeartbeats: false, healthHistory: true, byDay: true }),
      tokenCache: new TokenCache(30_000),
      postpone: async (_receiptHandle, seconds) => delays.push(seconds),
      log: () => {},
    },
  );
  return delays;
}
