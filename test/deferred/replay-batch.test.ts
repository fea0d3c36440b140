import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { type DeferredEvent, serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import { type BatchReplayDeps, type ReplayLogLine, replayBatch } from '../../lambda/deferred/replay-batch.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { Recorder } from '../../lambda/table/record.ts';
import { toTokenRow } from '../../lambda/table/rows/token-row.ts';
import { Table } from '../../lambda/table/table.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { buildHookRequest } from '../hook/hook-request.builder.ts';
import { useEngine } from '../table/engine.ts';

const engine = useEngine();
const NOW = Date.now();

/** A table that nobody answers for. */
const refused = new Table(
  new DynamoDBClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  }),
  'streams',
);

const deferred = (id: string, tokenHash?: string): DeferredEvent => ({
  message: toMessage(
    buildHookRequest({ fields: { action: 'liveStreamStarted', id, timestamp: NOW }, receivedAt: NOW, requestId: id }),
  ),
  ...(tokenHash !== undefined && { tokenHash }),
});

/** A batch of messages, each received so often. */
function batch(...texts: [text: string, tries: number][]): SQSEvent {
  const records = texts.map(([body, tries], index) => ({
    messageId: `message-${index}`,
    receiptHandle: `handle-${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(tries),
      SentTimestamp: String(NOW),
      SenderId: 'receiver',
      ApproximateFirstReceiveTimestamp: String(NOW),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:deferred',
    awsRegion: 'eu-west-1',
  }));
  return { Records: records };
}

/** What a replay works with, and what it did besides. */
function replaying(special: Partial<BatchReplayDeps> = {}) {
  const postponed: [string, number][] = [];
  const lines: ReplayLogLine[] = [];
  const { streams, tokens } = engine();
  const with_: BatchReplayDeps = {
    streams,
    tokens,
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true }),
    lookUp: new TokenCache(500),
    postpone: async (handle, seconds) => postponed.push([handle, seconds]),
    log: (line) => lines.push(line),
    ...special,
  };
  return { with: with_, postponed, lines };
}

test('a batch is applied; what is given again is a duplicate', async () => {
  const { with: parts, postponed, lines } = replaying();
  const one = serializeDeferred(deferred('batch-1'));
  const two = serializeDeferred(deferred('batch-2'));
  expect(await replayBatch(batch([one, 1], [two, 1]), parts)).toEqual({ batchItemFailures: [] });
  expect(await replayBatch(batch([one, 2]), parts)).toEqual({ batchItemFailures: [] });
  expect(lines.map(({ id, outcome, tries }) => [id, outcome, tries])).toEqual([
    ['batch-1', 'recorded', 1],
    ['batch-2', 'recorded', 1],
    ['batch-1', 'duplicate', 2],
  ]);
  expect(postponed).toEqual([]);
});

test('what fails stays in the queue and waits twice as long each time, at most 15 minutes; the others go', async () => {
  const { with: parts, postponed, lines } = replaying();
  const good = serializeDeferred(deferred('batch-3'));
  const bad = (tries: number): [string, number] => ['{"message":', tries];
  const answer = await replayBatch(batch(bad(1), [good, 1], bad(2), bad(8), bad(25)), parts);
  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
    'message-0',
    'message-2',
    'message-3',
    'message-4',
  ]);
  expect(postponed).toEqual([
    ['handle-0', 5],
    ['handle-2', 10],
    ['handle-3', 640],
    ['handle-4', 900],
  ]);
  expect(lines).toContainEqual(expect.objectContaining({ id: 'batch-3', outcome: 'recorded' }));
  expect(lines).toContainEqual({ tries: 25, error: expect.stringContaining('JSON') });
});

test('a table that does not answer leaves everything in the queue, also when nothing can be postponed', async () => {
  const { with: parts } = replaying({ streams: refused, postpone: () => Promise.reject(new Error('no')) });
  expect(await replayBatch(batch([serializeDeferred(deferred('batch-4')), 1]), parts)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-0' }],
  });
});

test('an event whose token is none is taken out of the queue, and goes nowhere', async () => {
  const { with: parts, lines } = replaying();
  const text = serializeDeferred(deferred('batch-5', hashToken('never made')));
  expect(await replayBatch(batch([text, 1]), parts)).toEqual({ batchItemFailures: [] });
  expect(lines).toMatchObject([{ id: 'batch-5', outcome: 'refused' }]);
  const again = replaying();
  await engine().tokens.put(
    toTokenRow({
      hash: hashToken('later made'),
      scopes: ['hooks'],
      app: '*',
      label: '',
      createdAt: 0,
      expiresAt: null,
    }),
  );
  await replayBatch(batch([serializeDeferred(deferred('batch-5', hashToken('later made'))), 1]), again.with);
  expect(again.lines).toMatchObject([{ outcome: 'recorded' }]); // and no duplicate
});

test.each([
  { what: 'of another app', token: { app: 'Other' } },
  { what: 'for reading', token: { scopes: ['read'] as const } },
  { what: 'that had expired when the event came', token: { expiresAt: NOW - 1_000 } },
])('an event with a token $what goes nowhere', async ({ token }) => {
  const { with: parts, lines } = replaying();
  const hash = hashToken(JSON.stringify(token));
  await engine().tokens.put(
    toTokenRow({ hash, scopes: ['hooks'], app: '*', label: '', createdAt: 0, expiresAt: null, ...token }),
  );
  await replayBatch(batch([serializeDeferred(deferred('batch-6', hash)), 1]), parts);
  expect(lines).toMatchObject([{ outcome: 'refused' }]);
});
