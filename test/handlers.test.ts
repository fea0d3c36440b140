import { copyFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildBoard } from '../board/build.ts';
import { awsClients } from '../lib/settings/settings.ts';
import { receiverSettings, useEnvironment } from './aws/use-environment.ts';
import { bundleOf } from './bundle.ts';
import { bodyOf, captures, contentTypeOf, post } from './capture.ts';
import { gatewayEvent, hookEvent } from './gateway-event.builder.ts';
import { useReceiver } from './local/use-receiver.ts';
import { normalizeResponse } from './normalize-response.ts';
import { missingReason, useEngine } from './table/engine.ts';
import { putToken } from './tokens/token.builder.ts';
import { useTempFolder } from './use-temp-folder.ts';

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const environment = useEnvironment();
const folder = useTempFolder('handlers');
const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterAll(() => {
  log.mockRestore();
});

describe.skipIf(missingReason !== undefined).each(awsClients)(
  'the deployed handlers, with the client %s,',
  (client) => {
    const receiver = useReceiver();
    const engine = useEngine();
    let handlers: { receive: Handler; read: Handler };

    beforeAll(async () => {
      const { accessKeyId } = await engine().client.config.credentials();
      environment({ ...receiverSettings, AWS_ENDPOINT_URL: engine().endpoint, AWS_ACCESS_KEY_ID: accessKeyId });
      const { file: receiving } = bundleOf('receiver', folder, client);
      const { file: reading } = bundleOf('reader', folder, client);
      await writeFile(join(dirname(reading), 'board.html'), await buildBoard());
      await copyFile('docs/openapi.json', join(dirname(reading), 'openapi.json'));
      handlers = {
        receive: (await import(receiving)).handler,
        read: (await import(reading)).handler,
      };
      await putToken(engine().tokens, receiver.token, { scopes: ['hooks', 'read'] });
      log.mockClear();
    });

    test('answer each capture as the local receiver does, and log one line of JSON without a secret', async () => {
      for (const capture of captures()) {
        const contentType = contentTypeOf(capture);
        const headers = contentType === undefined ? {} : { 'content-type': contentType };
        const event = hookEvent(capture.app, receiver.token, bodyOf(capture), { headers, requestId: capture.name });
        const { statusCode, body } = await handlers.receive(event);
        const local = await post(`${receiver.url}/hooks/${capture.app}/${receiver.token}`, capture);
        expect({ name: capture.name, status: statusCode, body }).toEqual({ name: capture.name, ...local });
      }
      const lines = log.mock.calls.map(([line]) => String(line)).filter((line) => line.startsWith('{'));
      expect(lines).toHaveLength(captures().length);
      for (const line of lines)
        expect(JSON.parse(line)).toMatchObject({ status: 200, outcome: expect.any(String), ms: expect.any(Number) });
      for (const secret of [receiver.token, 'SECRET-KEY', 's3cr3t', '482913', '"abc"'])
        expect(lines.join()).not.toContain(secret);
    });

    test.each([
      { proxy: 'Slash/TOKEN/' },
      { proxy: 'Slash/TOKEN' },
      { proxy: 'Slash/nothing/' },
      { proxy: 'Slash/TOKEN/more' },
      { proxy: 'Slash/TOKEN//' },
      { proxy: 'Slash' },
    ])('receive POST /hooks/$proxy as it does', async (row) => {
      const proxy = row.proxy.replace('TOKEN', receiver.token);
      const hook = JSON.stringify({ action: 'liveStreamStarted', id: 'cam-1', timestamp: 1 });
      const overrides = { path: `/hooks/${proxy}`, pathParameters: { proxy } };
      const { statusCode, body } = await handlers.receive(hookEvent('', '', Buffer.from(hook), overrides));
      const local = await receiver.request(`/hooks/${proxy}`, { method: 'POST', body: hook });
      expect([statusCode, body]).toEqual([local.status, local.text]);
    });

    test.each([
      '/streams',
      '/streams/LiveApp/cam-1',
      '/streams/LiveApp/cam-1/events',
      '/stream?app=LiveApp&id=cam-1',
      '/stream/events?app=LiveApp&id=cam-1&limit=100',
      '/stream?app=LiveApp&id=nobody',
      '/stream?app=LiveApp',
      '/streams?room=R',
      '/hooks/LiveApp/x',
      '/servers',
      '/quarantine',
      '/',
      '/openapi.json',
      '/nowhere',
      '/streams/a/b',
    ])('read %s as it does', async (path) => {
      const headers = { authorization: `Bearer ${receiver.token}` };
      const [rawPath = '', query = ''] = path.split('?');
      const {
        statusCode,
        headers: responseHeaders = {},
        body,
      } = await handlers.read(gatewayEvent({ path: rawPath, query, headers }));
      const local = await receiver.read(path);
      expect([statusCode, normalizeResponse(body ?? '')]).toEqual([local.status, normalizeResponse(local.text)]);
      expect(responseHeaders['content-type']).toBe(local.headers.get('content-type'));
    });
  },
);
