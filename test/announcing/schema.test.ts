import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { announcementSchema } from '../../lambda/announcing/announcement-schema.ts';
import { expectValid } from './valid-announcement.ts';

const file = '../../docs/events/announcement.schema.json';

it('is published as its source has it; after a change, run npm run schema', async () => {
  const schema = z.toJSONSchema(announcementSchema, { io: 'input' }); // an output would forbid the fields of later versions
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(file);
});

const alarm = {
  source: 'ant-media-webhooks',
  'detail-type': 'Server Alarm',
  time: '2026-11-26T10:00:01Z',
  detail: {
    version: 1,
    eventId: '0123456789abcdef0123456789abcdef',
    app: 'LiveApp',
    id: null,
    at: '2026-11-26T10:00:00.000Z',
    stream: null,
    host: '10.0.0.7',
    kind: 'highResourceUsage',
  },
};

describe('expectValid', () => {
  it('accepts an announcement', () => expect(() => expectValid(alarm)).not.toThrow());

  it.each([
    [
      'a field that the schema does not name',
      { ...alarm, detail: { ...alarm.detail, region: 'eu-west-1' } },
      /additional/,
    ],
    ['a field of the envelope that the schema does not name', { ...alarm, account: '123456789012' }, /additional/],
    ['a field that is missing', { ...alarm, detail: { ...alarm.detail, host: undefined } }, /host/],
    ['a time without milliseconds', { ...alarm, detail: { ...alarm.detail, at: '2026-11-26T10:00:00Z' } }, /pattern/],
    ['an unknown type', { ...alarm, 'detail-type': 'Server Gone' }, /expected an announcement/],
    ['what is no object', 'Server Alarm', /expected an announcement/],
  ])('rejects %s', (_, value, message) => expect(() => expectValid(value)).toThrow(message));
});

it('lets consumers accept the fields of later versions', () => {
  const published = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  const validate = new Ajv2020({ allowUnionTypes: true, formats: { 'date-time': true } }).compile(published);
  expect(validate({ ...alarm, later: 1, detail: { ...alarm.detail, later: 1 } })).toBe(true);
  expect(validate({ ...alarm, detail: { ...alarm.detail, kind: 'unplugged' } })).toBe(false);
});
