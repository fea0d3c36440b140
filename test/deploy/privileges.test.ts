import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { captures, post } from '../capture.ts';
import { cdk } from './account.ts';
import { permittedTo } from './attempts.ts';
import { MiniStack } from './ministack.ts';
import { StackUnderTest } from './stack.ts';

describe.skipIf('missing' in inject('account'))('where IAM is enforced', () => {
  let ministack: MiniStack;
  let stack: StackUnderTest;
  let url: string;
  let token: string;
  let names: Record<'receiver' | 'reader' | 'streams' | 'tokens', string>;

  beforeAll(async () => {
    ministack = await MiniStack.start();
    await cdk(ministack.endpoint, ['bootstrap']);
    stack = new StackUnderTest(ministack.endpoint, 'Privileges');
    await stack.deploy();
    url = await stack.url();
    token = await stack.token('--every-app', '--scope', 'hooks', '--scope', 'read');
    names = {
      receiver: await stack.resource('ReceiverRole'),
      reader: await stack.resource('ReaderRole'),
      streams: await stack.output('StreamsTableName'),
      tokens: await stack.output('TokensTableName'),
    };
    await ministack.enforce();
  });
  afterAll(() => ministack?.stop());

  test('the receiver may do all that it does', async () => {
    for (const capture of captures()) {
      const { status, body } = await post(`${url}/hooks/${capture.app}/${token}`, capture);
      expect({ name: capture.name, status, body }).toMatchObject({ status: 200 });
    }
  });

  test.each([
    '/streams',
    '/streams?status=ended',
    '/streams/LiveApp/cam-1',
    '/streams/LiveApp/cam-1/events',
    '/servers',
    '/quarantine',
  ])('the reader may do all that %s takes', async (path) => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  });

  test.each([
    { role: 'receiver', table: 'streams', may: ['GetItem', 'Query', 'UpdateItem', 'PutItem'] },
    { role: 'receiver', table: 'tokens', may: ['GetItem'] },
    { role: 'reader', table: 'streams', may: ['GetItem', 'BatchGetItem', 'Query', 'Query of the index'] },
    { role: 'reader', table: 'tokens', may: ['GetItem'] },
  ] as const)('the $role may do $may to the table of $table, and nothing else', async ({ role, table, may }) => {
    expect(await permittedTo(ministack.endpoint, names[role], names[table])).toEqual(may);
  });
});
