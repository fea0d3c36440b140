import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { retryOutages } from '../../../cli/events/retry-outages.ts';
import { type AwsAnswer, startAwsEndpoint } from '../../asking/aws-endpoint.ts';
import { clientConfig } from '../../deploy/account.ts';

/** Runs a request to SQS, which answers so, with retries. */
async function receiveFrom(respond: (index: number) => AwsAnswer, endpoint?: string) {
  const [notes, ending] = [[] as string[], new AbortController()];
  let requests = 0;
  const url = endpoint ?? (await startAwsEndpoint(() => respond(requests++)));
  const sqs = new SQSClient({ ...clientConfig(url), useQueueUrlAsEndpoint: false, maxAttempts: 1 });
  const deps = { signal: ending.signal, isTerminal: false, note: (line: string) => void notes.push(line) };
  const receive = () => sqs.send(new ReceiveMessageCommand({ QueueUrl: `${url}/queue` }));
  return { result: retryOutages(receive, deps, 10), notes, abort: () => ending.abort() };
}

const down: AwsAnswer = { status: 503, body: { __type: 'ServiceUnavailable', message: 'later' } };

test('a request is repeated while AWS is down, which is noted once', async () => {
  const { result, notes } = await receiveFrom((index) => (index < 3 ? down : { body: {} }));
  expect(await result).toMatchObject({ $metadata: { httpStatusCode: 200 } });
  expect(notes).toEqual([expect.stringMatching(/^AWS does not answer \(.+\): trying again\.$/)]);
});

test('a request is repeated while the network is down, until the signal aborts', async () => {
  const { result, notes, abort } = await receiveFrom(() => down, 'http://127.0.0.1:9');
  await expect.poll(() => notes).toEqual([expect.stringContaining('ECONNREFUSED')]);
  abort();
  expect(await result).toBeUndefined();
});

test('an error of the request is thrown at once', async () => {
  const refusal = { status: 400, body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'gone' } };
  const { result, notes } = await receiveFrom(() => refusal);
  await expect(result).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  expect(notes).toEqual([]);
});
