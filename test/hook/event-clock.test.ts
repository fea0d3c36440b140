import { describe, expect, test } from 'vitest';
import { clockOf } from '../../lambda/hook/event-clock.ts';

const NOW = Date.UTC(2026, 10, 2, 12);
const DAY = 86_400_000;

describe('the clock of an event', () => {
  test.each([
    { what: 'digits', timestamp: String(NOW), clock: { at: NOW } },
    { what: 'a number', timestamp: NOW, clock: { at: NOW } },
    { what: 'the first that was ever sent', timestamp: Date.UTC(2024, 0, 1), clock: { at: Date.UTC(2024, 0, 1) } },
    { what: 'earlier than that', timestamp: Date.UTC(2024, 0, 1) - 1, clock: {} },
    { what: 'in seconds', timestamp: '1795628812', clock: {} },
    { what: 'a small number', timestamp: 12345, clock: {} },
    { what: 'zero', timestamp: 0, clock: {} },
    { what: 'two minutes ahead', timestamp: NOW + 120_000, clock: { at: NOW + 120_000, fastClock: true } },
    { what: 'a minute ahead', timestamp: NOW + 60_000, clock: { at: NOW + 60_000 } },
    { what: 'more than two minutes ahead', timestamp: NOW + 120_001, clock: { fastClock: true } },
    { what: 'a day ahead', timestamp: NOW + DAY, clock: { fastClock: true } },
    { what: 'more than a day ahead', timestamp: NOW + DAY + 1, clock: {} },
    { what: 'forged', timestamp: '99999999999999', clock: {} },
    { what: 'no whole number', timestamp: NOW + 0.5, clock: {} },
    { what: 'signed', timestamp: `+${NOW}`, clock: {} },
    { what: 'words', timestamp: 'soon', clock: {} },
    { what: 'null', timestamp: null, clock: {} },
  ])('is $clock when the timestamp is $what', ({ timestamp, clock }) => {
    expect(clockOf({ timestamp }, NOW)).toEqual(clock);
  });
});
