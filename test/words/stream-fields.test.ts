import { expect, test } from 'vitest';
import { formatMetadata, nodeOf } from '../../words/stream-fields.ts';

test('the node of a stream is its address, where it is known', () => {
  const node = { address: '203.0.113.7', at: '2026-11-02T12:00:00.000Z' };
  expect([nodeOf({ id: 'x', node }), nodeOf({ id: 'x', node: null }), nodeOf({ id: 'x' })]).toEqual([
    '203.0.113.7',
    null,
    null,
  ]);
});

test.each([
  { metadata: null, text: null },
  { metadata: 'a text', text: 'a text' },
  { metadata: { owner: 'a/b' }, text: '{"owner":"a/b"}' },
])('the metadata $metadata is $text', ({ metadata, text }) => expect(formatMetadata(metadata)).toBe(text));
