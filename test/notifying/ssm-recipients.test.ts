import { SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { recipientParameter } from '../../lambda/notifying/recipients/recipient-parameter.ts';
import { formatRecipient } from '../../lambda/notifying/recipients/registered-recipient.ts';
import { SsmRecipients } from '../../lambda/notifying/recipients/ssm-recipients.ts';
import { type AwsAnswer, startAwsEndpoint } from '../asking/aws-endpoint.ts';
import { buildRecipient } from './recipient.builder.ts';

const PATH = '/Hooks/notify';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const denied: AwsAnswer = { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } };

const [first, second] = ['first', 'second'].map((name) => buildRecipient({ name, to: 'http://127.0.0.1:9/' }));
const parameter = (name: string, Value: string) => ({ Name: recipientParameter(PATH, name), Value });
const pages = [
  { Parameters: [parameter('first', format(first)), parameter('broken', '{"to": "http://secret"}')], NextToken: '1' },
  { Parameters: [], NextToken: '2' },
  { Parameters: [parameter('second', format(second)), parameter('renamed', format(first))] },
];

function format(recipient = first): string {
  return formatRecipient(recipient ?? expect.fail('expected a recipient'));
}

/** Starts a service with these pages of parameters, and a clock that the test sets. */
async function useParameters() {
  const state = { now: 0, requests: 0, isDenied: false, unreadable: [] as string[] };
  const endpoint = await startAwsEndpoint(({ body }) => {
    state.requests += 1;
    const { NextToken = '0' } = body as { NextToken?: string };
    return state.isDenied ? denied : { body: pages[Number(NextToken)] };
  });
  const recipients = new SsmRecipients({
    ssm: new SSMClient({ endpoint, region: 'local', credentials }),
    path: PATH,
    now: () => state.now,
    onUnreadable: (name) => state.unreadable.push(name),
  });
  return { state, recipients };
}

test('are read from all pages, also beside one that is unreadable or under another name, which are named', async () => {
  const { state, recipients } = await useParameters();
  const expected = [['first', first], ['broken', undefined], ['second', second], ['renamed', undefined]]; // biome-ignore format: a row
  expect([...(await recipients.read({ maxAgeMs: 5_000 }))]).toEqual(expected);
  expect(state.unreadable).toEqual(['broken', 'renamed']);
});

test('are read once in the age that is permitted, whoever asks meanwhile, and anew where none is', async () => {
  const { state, recipients } = await useParameters();
  const readAt = async (now: number, maxAgeMs: number) => {
    state.now = now;
    await Promise.all([recipients.read({ maxAgeMs }), recipients.read({ maxAgeMs })]);
    return state.requests / pages.length;
  };
  expect(await readAt(0, 5_000)).toBe(1);
  expect(await readAt(4_999, 5_000)).toBe(1);
  expect(await readAt(5_000, 60_000)).toBe(1);
  expect(await readAt(5_000, 5_000)).toBe(2);
  expect(await readAt(64_999, 60_000)).toBe(2);
  expect(await readAt(65_000, 60_000)).toBe(3);
  expect(await readAt(65_000, 0)).toBe(5);
});

test('that cannot be read throw, and are read again by the next caller', async () => {
  const { state, recipients } = await useParameters();
  state.isDenied = true;
  await expect(recipients.read({ maxAgeMs: 5_000 })).rejects.toMatchObject({ name: 'AccessDeniedException' });
  state.isDenied = false;
  expect((await recipients.read({ maxAgeMs: 5_000 })).size).toBe(4);
});
