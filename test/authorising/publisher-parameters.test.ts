import { expect, test } from 'vitest';
import { readPublisherParameters } from '../../lambda/authorising/publisher-parameters.ts';

test.each([
  {
    text: '{x=y, token=abc}',
    parameters: [
      ['x', 'y'],
      ['token', 'abc'],
    ],
    why: 'a map of Java',
  },
  { text: '{metaData={"k":1}}', parameters: [['metaData', '{"k":1}']], why: 'a value with braces' },
  {
    text: '{c=%C3%A9, b=x%20y+z}',
    parameters: [
      ['c', '%C3%A9'],
      ['b', 'x%20y+z'],
    ],
    why: 'nothing is decoded',
  },
  {
    text: '{streamName=a, b, token=K}',
    parameters: [
      ['streamName', 'a, b'],
      ['token', 'K'],
    ],
    why: 'no name without a value',
  },
  {
    text: '{title=x, id=cam-2}',
    parameters: [
      ['title', 'x'],
      ['id', 'cam-2'],
    ],
    why: 'a value that may hold a name',
  },
  { text: '{x, id=5}', parameters: [['id', '5']], why: 'a name that may hold another' },
  { text: '{a=b=c}', parameters: [['a', 'b=c']], why: 'a value that the media server would have cut' },
  { text: '{}', parameters: [], why: 'an empty map' },
  { text: '', parameters: [], why: 'an empty text' },
  { text: 'id=1', parameters: [['id', '1']], why: 'without braces' },
  { text: '{id=1', parameters: [['id', '1']], why: 'half-braced' },
  { text: 'streamName=a}', parameters: [['streamName', 'a}']], why: 'half-braced, at the end' },
  {
    text: '?a=b&id=c',
    parameters: [
      ['a', 'b'],
      ['id', 'c'],
    ],
    why: 'the query of a URL',
  },
  {
    text: '{"id":"a", "x":1}',
    parameters: [
      ['id', 'a'],
      ['x', 1],
    ],
    why: 'JSON',
  },
])('$text is read, as $why', ({ text, parameters }) => {
  expect(readPublisherParameters(text)).toEqual(parameters);
});

test('an object is read by its names', () => {
  expect(readPublisherParameters(JSON.parse('{"token":"K","__proto__":1}'))).toEqual([
    ['token', 'K'],
    ['__proto__', 1],
  ]);
});

test.each([5, true, ['id=1'], 'id', '{flag}', 'null'])('%j holds no parameters that could be read', (value) => {
  expect(readPublisherParameters(value)).toBeUndefined();
});
