import { expect, test } from 'vitest';
import {
  createSubscriptionName,
  formatLease,
  isAbandoned,
  isSubscription,
  queueNameOf,
} from '../../../cli/events/subscription-name.ts';

const NOW = Date.parse('2026-11-26T12:00:00.000Z');
const lease = formatLease(NOW);

test('the lease of a rule is in its description', () => {
  expect(lease).toBe('Temporary rule of npm run events, in use until 2026-11-26T12:05:00.000Z');
});

test.each([
  { minutes: -10, abandoned: false },
  { minutes: 5, abandoned: false },
  { minutes: 10, abandoned: false },
  { minutes: 10.01, abandoned: true },
])('a rule whose lease was renewed $minutes minutes ago is abandoned: $abandoned', ({ minutes, abandoned }) => {
  expect(isAbandoned(lease, NOW + minutes * 60_000)).toBe(abandoned);
});

test.each([
  { name: createSubscriptionName(), description: lease, ours: true },
  { name: createSubscriptionName(), description: '', ours: false },
  { name: createSubscriptionName(), description: 'in use until tomorrow', ours: false },
  { name: 'another', description: lease, ours: false },
])('the rule $name with the description "$description" was made by this command: $ours', (rule) => {
  expect(isSubscription(rule.name, rule.description)).toBe(rule.ours);
  if (!rule.ours && rule.name !== 'another') expect(isAbandoned(rule.description, Number.MAX_VALUE)).toBe(false);
});

test('names are different, and AWS accepts them', () => {
  const names = [createSubscriptionName(), createSubscriptionName()];
  expect(new Set(names).size).toBe(2);
  for (const name of names) {
    expect(name).toMatch(/^[\w.-]{1,64}$/);
    expect(queueNameOf(name)).toMatch(/^[\w-]{1,75}\.fifo$/);
  }
});
