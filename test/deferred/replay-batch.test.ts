import type { SQSEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { readTokenUses } from '../../cli/tokens/token-uses.ts';
import { type DeferredEvent, serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import { type BatchReplayDeps, type ReplayLogLine, replayBatch } from '../../lambda/deferred/replay-batch.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { startOfHour } from '../../lambda/table/row-keys.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { buildHookRequest } from '../hook/hook-request.builder.ts';
import { useEngine } from '../table/engine.ts';
import { unreachableTable } from '../table/unreachable-table.ts';
import { putToken } from '../tokens/token.builder.ts';

const engine = useEngine();
const NOW = Date.now();

const buildDeferred = (id: string, tokenHash?: string): DeferredEvent => ({
  message: toMessage(
    buildHookRequest({ fields: { action: 'liveStreamStarted', id, timestamp: NOW }, receivedAt: NOW, requestId: id }),
  ),
  ...(tokenHash !== undefined && { tokenHash }),
});

/** Builds the event of a batch of messages, each with its number of tries. */
function buildBatch(...texts: [text: string, tries: number][]): SQSEvent {
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

/** Builds the dependencies of a replay, which record what it does. */
function buildDeps(overrides: Partial<BatchReplayDeps> = {}) {
  const postponed: [string, number][] = [];
  const lines: ReplayLogLine[] = [];
  const { streams, tokens } = engine();
  const deps: BatchReplayDeps = {
    streams,
    tokens,
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true }),
    tokenCache: new TokenCache(30_000),
    postpone: async (handle, seconds) => postponed.push([handle, seconds]),
    log: (line) => lines.push(line),
    ...overrides,
  };
  return { deps, postponed, lines };
}

test('records a batch; a message that comes again is a duplicate', async () => {
  const { deps, postponed, lines } = buildDeps();
  const one = serializeDeferred(buildDeferred('batch-1'));
  const two = serializeDeferred(buildDeferred('batch-2'));
  expect(await replayBatch(buildBatch([one, 1], [two, 1]), deps)).toEqual({ batchItemFailures: [] });
  expect(await replayBatch(buildBatch([one, 2]), deps)).toEqual({ batchItemFailures: [] });
  expect(lines.map(({ id, outcome, tries }) => [id, outcome, tries])).toEqual([
    ['batch-1', 'recorded', 1],
    ['batch-2', 'recorded', 1],
    ['batch-1', 'duplicate', 2],
  ]);
  expect(postponed).toEqual([]);
});

test('failed messages stay in the queue with exponential backoff, up to 15 minutes; the others leave it', async () => {
  const { deps, postponed, lines } = buildDeps();
  const good = serializeDeferred(buildDeferred('batch-3'));
  const bad = (tries: number): [string, number] => ['{"message":', tries];
  const answer = await replayBatch(buildBatch(bad(1), [good, 1], bad(2), bad(8), bad(25)), deps);
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

test('every message stays in the queue while the table does not answer, also when postponing fails', async () => {
  const { deps } = buildDeps({ streams: unreachableTable(), postpone: () => Promise.reject(new Error('no')) });
  expect(await replayBatch(buildBatch([serializeDeferred(buildDeferred('batch-4')), 1]), deps)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-0' }],
  });
});

test('an event with an unknown token leaves the queue and is not recorded', async () => {
  const { deps, lines } = buildDeps();
  const text = serializeDeferred(buildDeferred('batch-5', hashToken('never made')));
  expect(await replayBatch(buildBatch([text, 1]), deps)).toEqual({ batchItemFailures: [] });
  expect(lines).toMatchObject([{ id: 'batch-5', outcome: 'refused' }]);
  const again = buildDeps();
  await putToken(engine().tokens, 'later made');
  await replayBatch(buildBatch([serializeDeferred(buildDeferred('batch-5', hashToken('later made'))), 1]), again.deps);
  expect(again.lines).toMatchObject([{ outcome: 'recorded' }]); // not a duplicate: it was not recorded before
});

test('an event whose token proves good notes the hour in which it came; no other event notes one', async () => {
  const { deps, lines } = buildDeps();
  const [good, unknown] = [hashToken('good'), hashToken('unknown')];
  await putToken(engine().tokens, 'good');
  const noted = async () => await readTokenUses(engine().streams);
  const before = await noted();
  const texts = [buildDeferred('batch-7'), buildDeferred('batch-8', unknown)].map(serializeDeferred);
  await replayBatch(buildBatch(...texts.map((text): [string, number] => [text, 1])), deps);
  expect(await noted()).toEqual(before);
  await replayBatch(buildBatch([serializeDeferred(buildDeferred('batch-9', good)), 1]), deps);
  expect(lines.map(({ outcome }) => outcome).toSorted()).toEqual(['recorded', 'recorded', 'refused']);
  expect(await noted()).toEqual(new Map([...before, [good, startOfHour(NOW)]]));
});

test.each([
  { what: 'of another app', token: { app: 'Other' } },
  { what: 'for reading', token: { scopes: ['read'] as const } },
  { what: 'that had expired when the event came', token: { expiresAt: NOW - 1_000 } },
])('an event with a token $what is not recorded', async ({ token }) => {
  const { deps, lines } = buildDeps();
  const hash = hashToken(JSON.stringify(token));
  await putToken(engine().tokens, JSON.stringify(token), token);
  await replayBatch(buildBatch([serializeDeferred(buildDeferred('batch-6', hash)), 1]), deps);
  expect(lines).toMatchObject([{ outcome: 'refused' }]);
});
