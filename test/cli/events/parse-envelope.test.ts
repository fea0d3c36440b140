import { expect, test } from 'vitest';
import { parseEnvelope } from '../../../cli/events/parse-envelope.ts';
import { buildEnvelope } from './envelope.builder.ts';

const started = buildEnvelope('Stream Started');
/** As EventBridge delivers it. */
const delivered = { version: '0', id: 'e', account: '111122223333', region: 'eu-west-1', resources: [], ...started };

test('keeps the four fields of the envelope, exactly', () => {
  const envelope = parseEnvelope(JSON.stringify(delivered));
  expect(envelope).toEqual(started);
});

test('keeps a type that this version does not know', () => {
  const unknown = { ...started, 'detail-type': 'Stream Seen' };
  expect(parseEnvelope(JSON.stringify(unknown))).toEqual(unknown);
});

test.each([
  { what: 'no JSON', body: '{' },
  { what: 'null', body: 'null' },
  { what: 'a text', body: '"ant-media-webhooks"' },
  { what: 'another source', body: JSON.stringify({ ...delivered, source: 'aws.ec2' }) },
  { what: 'no type', body: JSON.stringify({ ...delivered, 'detail-type': 1 }) },
  { what: 'no time', body: JSON.stringify({ ...delivered, time: 'now' }) },
  { what: 'no detail', body: JSON.stringify({ ...delivered, detail: null }) },
  { what: 'a detail without an app', body: JSON.stringify({ ...delivered, detail: { id: 'cam-1' } }) },
  { what: 'a detail without an id', body: JSON.stringify({ ...delivered, detail: { app: 'LiveApp' } }) },
])('takes $what for no announcement', ({ body }) => {
  expect(parseEnvelope(body)).toBeUndefined();
});
