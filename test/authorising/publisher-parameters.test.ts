import fc from 'fast-check';
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
  {
    text: '{a=b, =c}',
    parameters: [
      ['a', 'b'],
      ['', 'c'],
    ],
    why: 'an empty name',
  },
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
  {
    text: '{"a":"c=1, id=cam-2, token=KEY, o=2"}',
    parameters: [
      ['"a":"c', '1'],
      ['id', 'cam-2'],
      ['token', 'KEY'],
      ['o', '2"'],
      ['a', 'c=1, id=cam-2, token=KEY, o=2'],
    ],
    why: 'a map of Java that is JSON too',
  },
  {
    text: '{x=a&id=b&c, token=K}',
    parameters: [
      ['x', 'a&id=b&c'],
      ['token', 'K'],
      ['x', 'a'],
      ['id', 'b&c'],
      ['token', 'K'],
    ],
    why: 'a map of Java, or the query of a URL',
  },
  { text: '\t {id=1} \n', parameters: [['id', '1']], why: 'with blanks around it' },
])('$text is read, as $why', ({ text, parameters }) => {
  expect(readPublisherParameters(text)).toEqual(parameters);
});

/** Everything that the texts of maps, queries and JSON use themselves. */
const anything = fc.string({
  unit: fc.constantFrom('a', 'id', ' ', ',', '=', '{', '}', '"', ':', '&', '?', '\\', '\n'),
});

test('whatever a map holds, each name in letters is found in its text', () => {
  const entry = fc.tuple(fc.oneof(anything, fc.constantFrom('id', 'action')), anything);
  const property = fc.property(fc.array(entry), (entries) => {
    const text = `{${entries.map((pair) => pair.join('=')).join(', ')}}`;
    const names = readPublisherParameters(text)?.map(([name]) => name) ?? [];
    expect(names).toEqual(
      expect.arrayContaining(entries.map(([name]) => name).filter((name) => /^[a-z]+$/.test(name))),
    );
  });
  fc.assert(property, { numRuns: 2_000 });
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
