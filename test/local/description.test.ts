import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useReceiver } from './use-receiver.ts';

const receiver = useReceiver();
const published = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');

test('the description is answered without a token', async () => {
  const { status, headers, text } = await receiver.request('/openapi.json');
  expect({ status, text }).toEqual({ status: 200, text: published });
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('content-encoding')).toBe('gzip');
});

test('a client that has it already gets 304', async () => {
  const etag = (await receiver.request('/openapi.json')).headers.get('etag') ?? '';
  expect(etag).toMatch(/^W\/".+"$/);
  const again = await receiver.request('/openapi.json', { headers: { 'if-none-match': etag } });
  expect(again).toMatchObject({ status: 304, text: '' });
});

test('HEAD is answered as GET is, without the body', async () => {
  const [head, get] = [
    await receiver.request('/openapi.json', { method: 'HEAD' }),
    await receiver.request('/openapi.json'),
  ];
  expect(head).toMatchObject({ status: 200, text: '' });
  for (const name of ['etag', 'content-type', 'content-encoding'])
    expect(head.headers.get(name)).toBe(get.headers.get(name));
});

test('it takes no parameter', async () =>
  expect(await receiver.request('/openapi.json?app=LiveApp')).toMatchObject({ status: 400 }));
