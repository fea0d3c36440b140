import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askQuestions } from '../../../../cli/simulate/authorise/ask-questions.ts';
import { isAsExpected } from '../../../../cli/simulate/authorise/question-table.ts';
import { scenarioQuestions } from '../../../../cli/simulate/authorise/questions.ts';
import { parseAmsVersion } from '../../../../cli/simulate/simulate-settings.ts';

const keys = { good: 'G', any: 'A', expired: 'E', notYet: 'N', otherStream: 'O', player: 'P', unknown: 'U' };
const questionsOf = (ams: string) =>
  scenarioQuestions(keys, { id: 'cam-1', app: 'LiveApp', ams: parseAmsVersion(ams) });

/** Answers each connection with the next status, and keeps what it received. */
async function answerWith(statuses: string[]) {
  const received: string[] = [];
  const server = createServer((socket: Socket) => {
    socket.on('data', (data) => {
      received.push(data.toString('latin1'));
      socket.end(`HTTP/1.1 ${statuses.shift()}\r\nContent-Length: 0\r\n\r\n`);
    });
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return { received, base: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

test('questions are bytes as the media server sends them', async () => {
  const { received, base } = await answerWith(Array.from({ length: 11 }, () => '200 OK'));
  await askQuestions(questionsOf('2.17.1'), { base, app: 'LiveApp', token: 'T' });
  const host = base.slice('http://'.length);
  expect(received[0]).toBe(
    [
      'POST /authorize/publish/LiveApp/T HTTP/1.1',
      'Content-Type: application/json',
      'Content-Length: 112',
      `Host: ${host}`,
      'Connection: Keep-Alive',
      'User-Agent: Apache-HttpClient/4.5.13 (Java/17.0.15)',
      'Accept-Encoding: gzip,deflate',
      '',
      '{"appName":"LiveApp","name":"cam-1","streamId":"cam-1","mode":"live","token":"G","queryParams":"{x=y, token=G}"}',
    ].join('\r\n'),
  );
  expect(received[1]).toContain('{"appName":"cam-1","name":"cam-1","streamId":"cam-1","mode":"live","token":"G","queryParams":"{streamName=cam-1, token=G}"}'); // biome-ignore format: a body
  expect(received[2]).toContain('"streamId":"cam-1-caf\u00e9"');
  expect(received[3]).toMatch(/"mode":"live"\}$/);
  expect(received).toHaveLength(11);
});

test('an answer that is not as expected is found', async () => {
  const { base } = await answerWith([
    '403 Forbidden',
    '500 Internal Server Error',
    ...Array.from({ length: 9 }, () => '200 OK'),
  ]);
  const answered = await askQuestions(questionsOf('2.6'), { base, app: 'LiveApp', token: 'T' });
  expect(answered.slice(0, 4).map(({ received }) => received)).toEqual(['refused', 'status 500', 'allowed', 'allowed']);
  expect(answered.map(isAsExpected)).toEqual([false, false, true, ...Array.from({ length: 8 }, () => false)]);
});
