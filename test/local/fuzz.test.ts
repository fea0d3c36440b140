import { request } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOf, captures, contentTypeOf } from '../capture.ts';
import { useReceiver } from './use-receiver.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_500);
const receiver = useReceiver();

const bodies = captures().map(bodyOf);
const captured = fc.constantFrom(...bodies);
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

/** A captured body with some of it replaced. */
const mutated = fc.tuple(captured, fc.nat(), fc.nat({ max: 20 }), bytes).map(([body, at, length, by]) => {
  const from = at % (body.length + 1);
  return Buffer.concat([body.subarray(0, from), by.subarray(0, 30), body.subarray(from + length)]);
});
const members = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'action',
      'id',
      'timestamp',
      'metadata',
      'mainTrackId',
      'streamName',
      'host',
      '__proto__',
      'constructor',
    ),
    fc.string(),
  ),
  fc.oneof(
    fc.constantFrom(
      'liveStreamStarted',
      'liveStreamEnded',
      'vodReady',
      'highResourceUsage',
      'cam-1',
      String(Date.now()),
    ),
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
  ),
);
const json = fc
  .tuple(members, fc.constantFrom('liveStreamStarted', 'liveStreamStatus', 'vodReady', 'endpointFailed', 'new'))
  .map(([told, action]) => Buffer.from(JSON.stringify({ action, id: 'cam-1', ...told })));
const body = fc.oneof(bytes, mutated, json);
const contentType = fc.constantFrom(...new Set(captures().map(contentTypeOf)), 'text/plain', '');
const segment = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => encodeURIComponent(text.toWellFormed()));
const path = fc.oneof(
  { weight: 8, arbitrary: fc.constant('/hooks/LiveApp/TOKEN') },
  { weight: 2, arbitrary: segment.map((app) => `/hooks/${app}/TOKEN`) },
  { weight: 1, arbitrary: segment.map((token) => `/hooks/LiveApp/${token}`) },
  { weight: 1, arbitrary: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`) },
);

function post(to: string, type: string | undefined, sent: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': sent.length, ...(type && { 'content-type': type }) };
    const asked = request(
      `${receiver.url}`,
      { method: 'POST', path: to.replace('TOKEN', receiver.token), headers },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    asked.on('error', reject).end(sent);
  });
}

test('whatever is posted is answered 200, 403, 404 or 413, and what is answered 200 can be read', async () => {
  const holds = async ([to, type, sent]: [string, string | undefined, Buffer]) => {
    expect([200, 403, 404, 413]).toContain(await post(to, type, sent));
  };
  await fc.assert(fc.asyncProperty(fc.tuple(path, contentType, body), holds), { numRuns: RUNS });
  for (const read of ['/streams?limit=100', '/streams/LiveApp/cam-1', '/servers', '/quarantine?limit=100']) {
    expect((await receiver.read(read)).status).toBe(200);
  }
});
