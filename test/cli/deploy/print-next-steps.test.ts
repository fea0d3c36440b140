import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { printNextSteps } from '../../../cli/deploy/print-next-steps.ts';
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

/** Greets the stack Hooks, whose tables are empty, behind a DynamoDB that refuses an action under the name that is given. */
async function printedWith(
  refusal: (action: string) => string | undefined,
  options: { test: boolean; tokens?: boolean; app?: string },
) {
  const server = createServer((request, response) => {
    const code = refusal(String(request.headers['x-amz-target']).replace('DynamoDB_20120810.', ''));
    const body =
      code === undefined ? { Items: [] } : { __type: `com.amazonaws.dynamodb#${code}`, message: 'it says why' };
    request.resume().on('end', () => response.writeHead(code === undefined ? 200 : 400).end(JSON.stringify(body)));
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

test('whoever may deploy and not use the tables is told what that takes, and it is no failure', async () => {
  await printedWith(() => 'AccessDeniedException', { test: true, app: 'Studio' });
  const rights = 'dynamodb:Scan, Query, PutItem and DeleteItem on the tables Hooks-Streams and Hooks-Tokens.';
  expect(printed).toContain('\nWebhook URL   http://127.0.0.1:2/hooks/Studio/<TOKEN>\n');
  expect(printed).toContain(
    `<TOKEN> is a token, which these credentials may not make: that takes ${rights} With them,`,
  );
  expect(printed).toContain(`\nTest hook     not sent: the stack is deployed; to test it takes ${rights}\n`);
});

test('whoever may look for tokens and not make them is told so too', async () => {
  await printedWith((action) => (action === 'PutItem' ? 'AccessDeniedException' : undefined), { test: false });
  expect(printed).toContain('<TOKEN> is a token, which these credentials may not make');
  expect(printed).not.toContain('Test hook');
});

test('a secret that was made is printed, though the next one cannot be', async () => {
  const refusals = [undefined, undefined, 'ValidationException'];
  await expect(printedWith(() => refusals.shift(), { test: true })).rejects.toThrow('it says why');
  expect(printed).toMatch(/^Webhook URL {3}http:\/\/127\.0\.0\.1:2\/hooks\/LiveApp\/[\w-]{43}$/m);
  expect(printed).toContain(`A secret in these URLs is shown this once: only its hash is kept.
<TOKEN> is a token that was not made for sure, for the reason below (npm run tokens -- list tells). One comes by:
  npm run tokens -- create --scope read --every-app --stack Hooks
`);
});

test('what is deployed is told, though nobody knows which tokens there are', async () => {
  await expect(printedWith(() => 'ResourceNotFoundException', { test: true })).rejects.toThrow('it says why');
  expect(printed).toContain('\nWebhook URL   http://127.0.0.1:2/hooks/LiveApp/<TOKEN>\n');
});

test('no secret is printed when no tokens are wanted', async () => {
  await printedWith(() => undefined, { test: false, tokens: false });
  expect(printed).toContain('<TOKEN> is a token. None was made (--no-tokens): one comes by:');
  expect(printed.match(/npm run tokens -- create/g)).toHaveLength(2);
  expect(printed).not.toMatch(/[\w-]{43}/);
});
