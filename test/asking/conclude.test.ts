import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concludeFrom, readCount } from '../../lambda/asking/conclude.ts';

const contentType = fc.constantFrom(undefined, '', 'application/json', 'Application/JSON; charset=utf-8', 'application/json-seq', 'text/html', 'text/plain'); // biome-ignore format: a list
const status = fc.oneof(fc.constantFrom(200, 404), fc.integer({ min: 100, max: 599 }));
const anyBody = fc.oneof(fc.string(), fc.json());
const response = fc.record({ status, contentType, date: fc.constant(undefined), body: anyBody });

test('nothing that is no broadcast says that a stream is live, or with another status than 404 that it has ended', () => {
  fc.assert(
    fc.property(response, fc.string(), (received, id) => {
      const { kind } = concludeFrom(id, received);
      expect(kind).toBe(received.status === 404 ? 'ended' : 'unclear');
    }),
    { numRuns: 2_000 },
  );
});

test('only 200 with JSON and a number counts the broadcasts', () => {
  const body = fc.oneof(
    anyBody,
    fc.oneof(fc.nat(), fc.double(), fc.string()).map((number) => JSON.stringify({ number })),
  );
  fc.assert(
    fc.property(fc.record({ status, contentType, date: fc.constant(undefined), body }), (received) => {
      const count = readCount(received);
      if (count === undefined) return;
      expect(received).toMatchObject({ status: 200, contentType: expect.stringMatching(/^application\/json(;|$)/i) });
      expect(JSON.parse(received.body).number).toBe(count);
      expect(Number.isInteger(count)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
