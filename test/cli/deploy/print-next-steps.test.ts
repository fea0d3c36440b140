import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isHostnameResolvable, printNextSteps } from '../../../cli/deploy/print-next-steps.ts';
import { StackOutputs } from '../../../cli/stack/outputs.ts';
import { connect } from '../../../local/database/database.ts';

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(console, 'log').mockImplementation((text) => {
    printed += `${text}\n`;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Prints the next steps of the stack Hooks, with empty tables, where DynamoDB refuses some actions with the returned error. */
async function printedWith(
  refusal: (action: string) => string | undefined,
  options: { test: boolean; tokens?: boolean; app?: string },
) {
  const server = createServer((request, response) => {
    const code = refusal(String(request.headers['x-amz-target']).replace('DynamoDB_20120810.', ''));
    const body =
      code === undefined ? { Items: [] } : { __type: `com.amazonaws.dynamodb#${code}`, message: 'it says why' };
    const status = code === undefined ? 200 : 400;
    const headers = { 'x-amzn-requestid': 'a-request' }; // a response without one is not DynamoDB's
    request.resume().on('end', () => response.writeHead(status, headers).end(JSON.stringify(body)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const client = connect(`http://127.0.0.1:${port}`);
  const outputs = { ApiUrl: 'http://127.0.0.1:2', StreamsTableName: 'Hooks-Streams', TokensTableName: 'Hooks-Tokens' };
  try {
    await printNextSteps(new StackOutputs('Hooks', outputs), client, { tokens: true, ...options });
  } finally {
    client.destroy();
    server.close();
  }
}

test('credentials that may deploy but not use the tables are no failure: the missing permissions are printed', async () => {
  await printedWith(() => 'AccessDeniedException', { test: true, app: 'Studio' });
  const permissions = 'dynamodb:Scan, Query, PutItem and DeleteItem on the tables Hooks-Streams and Hooks-Tokens';
  expect(printed).toContain('\nWebhook URL   http://127.0.0.1:2/hooks/Studio/<TOKEN>\n');
  expect(printed).toContain(
    `<TOKEN> stands for a token, which these credentials may not create: that needs ${permissions}. With these permissions,`,
  );
  expect(printed).toContain(`\nTest hook     not sent: the stack is deployed; testing it needs ${permissions}.\n`);
});

test('credentials that may list tokens but not create them get the same message', async () => {
  await printedWith((action) => (action === 'PutItem' ? 'AccessDeniedException' : undefined), { test: false });
  expect(printed).toContain('<TOKEN> stands for a token, which these credentials may not create');
  expect(printed).not.toContain('Test hook');
});

test('a secret that was created is printed, even when creating the next one fails', async () => {
  const refusals = [undefined, undefined, 'ValidationException'];
  await expect(printedWith(() => refusals.shift(), { test: true })).rejects.toThrow('it says why');
  expect(printed).toMatch(/^Webhook URL {3}http:\/\/127\.0\.0\.1:2\/hooks\/LiveApp\/[\w-]{43}$/m);
  expect(printed).toContain(`The secrets in these URLs are shown only once: only their hashes are stored.
<TOKEN> stands for a token that may not have been created, for the reason below (npm run tokens -- list shows it if it was). To create one:
  npm run tokens -- create --scope read --every-app --stack Hooks
`);
});

test('the URLs are printed even when the tokens cannot be listed', async () => {
  await expect(printedWith(() => 'ResourceNotFoundException', { test: true })).rejects.toThrow('it says why');
  expect(printed).toContain('\nWebhook URL   http://127.0.0.1:2/hooks/LiveApp/<TOKEN>\n');
});

test('with --no-tokens no secret is printed', async () => {
  await printedWith(() => undefined, { test: false, tokens: false });
  expect(printed).toContain('<TOKEN> stands for a token. None was created (--no-tokens). To create one:');
  expect(printed.match(/npm run tokens -- create .*--stack Hooks/g)).toHaveLength(3); // the last one is optional
  expect(printed).not.toMatch(/[\w-]{43}/);
});

test.each([
  { url: 'https://localhost', domainTarget: 'd-1.aws', isResolvable: true },
  { url: 'https://nobody.invalid', domainTarget: 'd-1.aws', isResolvable: false },
  { url: 'https://nobody.invalid', domainTarget: undefined, isResolvable: true },
])('$url with the CNAME target $domainTarget is resolvable: $isResolvable', async ({ isResolvable, ...outputs }) =>
  expect(await isHostnameResolvable(outputs)).toBe(isResolvable),
);
