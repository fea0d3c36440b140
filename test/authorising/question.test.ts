import { describe, expect, test } from 'vitest';
import { readQuestion } from '../../lambda/authorising/question.ts';

const read = (body: string | object, use: 'publish' | 'play' = 'publish') =>
  readQuestion(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), use);
const published = { appName: 'LiveApp', name: 'cam-1', streamId: 'cam-1', mode: 'live' };
const { streamId: _, ...nameOnly } = published;

describe('a question is readable', () => {
  test.each([
    { body: published },
    { body: nameOnly },
    { body: { streamId: 'cam-1', mode: 'record' } },
    { body: { ...published, name: null } },
    { body: { ...published, mode: 'Play' } },
    { body: { streamId: 'cam-1', mode: 'play' }, use: 'play' as const },
    { body: { ...published, mode: 'play' }, use: 'play' as const },
    { body: { ...published, queryParams: {} } },
    { body: { ...published, queryParams: null } },
  ])('$body $use', ({ body, use }) => {
    expect(read(body, use)).toMatchObject({ id: 'cam-1', isReadable: true });
  });
});

describe('a question is unreadable', () => {
  test.each([
    { what: 'nothing', body: '', id: null },
    { what: 'no JSON', body: '{"streamId":"cam-1"', id: null },
    { what: 'an array', body: '[{"streamId":"cam-1","mode":"live"}]', id: null },
    { what: 'null', body: 'null', id: null },
    { what: 'a text', body: '"live"', id: null },
    { what: 'no mode', body: { streamId: 'cam-1' }, id: 'cam-1' },
    { what: 'an empty mode', body: { ...published, mode: '' }, id: 'cam-1' },
    { what: 'a mode that is no text', body: { ...published, mode: 1 }, id: 'cam-1' },
    { what: 'an inherited mode', body: '{"streamId":"cam-1","__proto__":{"mode":"live"}}', id: 'cam-1' },
    { what: 'the mode of players', body: { ...published, mode: 'play' }, id: 'cam-1' },
    { what: 'no id', body: { mode: 'live' }, id: null },
    { what: 'an empty id', body: { name: '', streamId: '', mode: 'live' }, id: null },
    { what: 'an empty id beside a name', body: { ...published, streamId: '' }, id: 'cam-1' },
    { what: 'an id that is no text', body: { streamId: 5, mode: 'live' }, id: null },
    { what: 'an id with a control character', body: { streamId: 'a\n', mode: 'live' }, id: null },
    { what: 'an id of 401 characters', body: { streamId: 'a'.repeat(401), mode: 'live' }, id: null },
    { what: 'two ids', body: { ...published, name: 'cam-2' }, id: 'cam-1' },
    { what: 'an action', body: { ...published, action: 'liveStreamStarted' }, id: 'cam-1' },
    { what: 'an action of null', body: { ...published, action: null }, id: 'cam-1' },
    { what: 'parameters in an array', body: { ...published, queryParams: ['id=cam-2'] }, id: 'cam-1' },
    { what: 'parameters that are a number', body: { ...published, queryParams: 5 }, id: 'cam-1' },
  ])('with $what', ({ body, id }) => {
    expect(read(body)).toMatchObject({ id, isReadable: false });
  });

  test.each(['live', 'Play', 'play '])('of a player, with the mode %s', (mode) => {
    expect(read({ ...published, mode }, 'play').isReadable).toBe(false);
  });
});

describe('the key', () => {
  test.each([
    { fields: { token: 'A', queryParams: '{token=B}' }, key: 'A' },
    { fields: { queryParams: '{x=y, token=B}' }, key: 'B' },
    { fields: { queryParams: '{token=B, token=C}' }, key: 'B' },
    { fields: { queryParams: { token: 'B' } }, key: 'B' },
    { fields: { token: '', queryParams: '{token=B}' }, key: 'B' },
    { fields: { token: null, queryParams: '{token=B}' }, key: 'B' },
    { fields: { queryParams: '{Token=B, mytoken=C}' }, key: undefined },
    { fields: { queryParams: '{x=y}' }, key: undefined },
    { fields: {}, key: undefined },
  ])('of $fields is $key', ({ fields, key }) => {
    expect(read({ ...published, ...fields }).key).toBe(key);
  });
});

describe('bytes', () => {
  const latin1 = Buffer.from('{"streamId":"caf\u00e9","mode":"live"}', 'latin1');

  test('are read as ISO-8859-1', () => {
    expect(readQuestion(latin1, 'publish').id).toBe('caf\u00e9');
  });

  test('that API Gateway replaced are U+FFFD', () => {
    expect(readQuestion(Buffer.from(latin1.toString()), 'publish').id).toBe('caf\ufffd');
  });
});
