import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { replayBatch } from '../../../lambda/deferred/replay-batch.ts';
import { Recorder } from '../../../lambda/table/record.ts';
import { Table } from '../../../lambda/table/table.ts';
import { TokenCache } from '../../../lambda/tokens/token-cache.ts';
import { constructNameOf, resourcesOf } from '../logical-ids.ts';
import { settingsExtremes, templateOf } from '../synthesis.ts';

const queues = (settings = {}) => resourcesOf(templateOf(settings), 'AWS::SQS::Queue');

describe('DeferredQueue', () => {
  it.each(settingsExtremes)('is two queues, and keeps what waits for 14 days, encrypted: $what', ({ settings }) => {
    expect(Object.keys(queues(settings)).sort()).toEqual(['DeferredDeadLetters', 'DeferredQueue']);
    for (const { Properties } of Object.values(queues(settings))) {
      expect(Properties).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 60 * 60, SqsManagedSseEnabled: true });
    }
  });

  it('takes whatever a hook can become', () => {
    for (const { Properties } of Object.values(queues())) expect(Properties.MaximumMessageSize).toBe(1_048_576);
  });

  it('answers nobody without TLS', () => {
    const policies = Object.values(templateOf().findResources('AWS::SQS::QueuePolicy'));
    const refusals = policies.map(({ Properties: { Queues, PolicyDocument } }) => [
      constructNameOf(Queues[0].Ref),
      PolicyDocument.Statement,
    ]);
    const refusal = (queue: string) => ({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:*',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(`^${queue}[0-9A-F]{8}$`), 'Arn'] },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(refusals.sort()).toEqual([
      ['DeferredDeadLetters', [refusal('DeferredDeadLetters')]],
      ['DeferredQueue', [refusal('DeferredQueue')]],
    ]);
  });

  it('leaves a batch to the replayer for six times as long as that may take, as AWS advises', () => {
    const { Timeout } = resourcesOf(templateOf(), 'AWS::Lambda::Function').ReplayerFunction?.Properties ?? {};
    expect(queues().DeferredQueue?.Properties.VisibilityTimeout).toBe(6 * Timeout);
  });

  it('makes a dead letter of what was tried for 4.6 hours', async () => {
    const { deadLetterTargetArn, maxReceiveCount } = queues().DeferredQueue?.Properties.RedrivePolicy ?? {};
    expect(constructNameOf(deadLetterTargetArn['Fn::GetAtt'][0])).toBe('DeferredDeadLetters');
    const tries = Array.from({ length: maxReceiveCount }, (_, index) => index + 1);
    const delays = await delaysAfter(tries);
    expect(delays.reduce((sum, seconds) => sum + seconds) / 3_600).toBeCloseTo(4.6, 1);
    expect(queues().DeferredDeadLetters?.Properties).not.toHaveProperty('RedrivePolicy');
  });

  it('goes with its stack when that is wanted', () => {
    for (const queue of Object.values(queues({ removalPolicy: 'destroy' })))
      expect(queue).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });
});

/** How long the replayer lets an event wait that it cannot read, after each of these tries, in s. */
async function delaysAfter(tries: readonly number[]): Promise<number[]> {
  const delays: number[] = [];
  const table = new Table(new DynamoDBClient({ region: 'local' }), 'nobody asks it');
  await replayBatch(
    {
      Records: tries.map(
        (count) => ({ body: '', attributes: { ApproximateReceiveCount: String(count) } }) as SQSRecord,
      ),
    },
    {
      streams: table,
      tokens: table,
      recorder: new Recorder({ historyDays: 1, keepHeartbeats: false, healthHistory: true }),
      tokenCache: new TokenCache(500),
      postpone: async (_receiptHandle, seconds) => delays.push(seconds),
      log: () => {},
    },
  );
  return delays;
}
