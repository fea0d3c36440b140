import { describe, expect, test } from 'vitest';
import { useEngine } from './engine.ts';
import { orderDependentCase, presumedEndCases, presumedStartCases, recordTimed, summaryOf } from './timed-events.ts';

const engine = useEngine();

describe('events with a presumed end or start make the same stream', () => {
  test.each([...presumedEndCases, ...presumedStartCases])(
    'in order, and then backwards: %s: %s',
    async (events, stream) => {
      const order = events.split(' ');
      for (const event of [...order, ...order.toReversed()]) await recordTimed(engine().streams, events, event);
      expect(await summaryOf(engine().streams, events)).toBe(stream);
    },
  );

  test.each([...presumedEndCases, ...presumedStartCases])(
    'all at once, with a copy of each: %s: %s',
    async (events, stream) => {
      const id = `${events} at once`;
      const arriving = events.split(' ').flatMap((event) => [event, event]);
      await Promise.all(arriving.map((event) => recordTimed(engine().streams, id, event)));
      expect(await summaryOf(engine().streams, id)).toBe(stream);
    },
  );
});

test('a heartbeat contradicts a presumed end unless it comes after the next session has begun', async () => {
  const orders = [
    orderDependentCase.events,
    ['s0', 'h60', 'p60', 's330', 'h300'],
    ['s0', 'h60', 'h300', 'p60', 's330'],
  ];
  for (const order of orders) {
    const id = order.join(' ');
    for (const event of order) await recordTimed(engine().streams, id, event);
    expect(await summaryOf(engine().streams, id)).toBe(orderDependentCase.expected(order));
  }
});

test('heartbeats of a session contradict no presumed end of the session before, in any order and repeated', async () => {
  const events = ['s0', 'h60', 'p60', 's330', 'h400', 'h390', 'h400'];
  for (const event of events) await recordTimed(engine().streams, 'next session', event);
  const stream = 'live | 330– | 0–60 presumedEnded; 330–';
  expect(await summaryOf(engine().streams, 'next session')).toBe(stream);
});
