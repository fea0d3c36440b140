import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { currentOwner, isRunning } from '../../../cli/events/run-owner.ts';
import {
  createSubscriptionName,
  formatLease,
  isAbandoned,
  isSubscription,
  queueNameOf,
} from '../../../cli/events/subscription-name.ts';

const NOW = Date.parse('2026-11-26T12:00:00.000Z');
const self = { host: 'laptop/0123abcd', pid: 1 };
const other = { host: 'laptop/89abcdef', pid: 2 ** 22 + 1 }; // above the largest pid
const lease = formatLease(self, NOW);

test('the owner and the lease of a rule are in its description, which AWS accepts', () => {
  expect(lease).toBe(
    'Temporary rule of npm run events, process 1 on laptop/0123abcd, in use until 2026-11-26T12:05:00.000Z',
  );
  expect(formatLease({ ...self, host: 'x'.repeat(264) }, NOW).length).toBeLessThanOrEqual(512);
});

test.each([
  { minutes: -10, abandoned: false },
  { minutes: 5, abandoned: false },
  { minutes: 10, abandoned: false },
  { minutes: 10.01, abandoned: true },
])('a rule of another machine whose lease was renewed $minutes minutes ago is abandoned: $abandoned', (row) => {
  expect(isAbandoned(formatLease(other, NOW), self, NOW + row.minutes * 60_000)).toBe(row.abandoned);
});

test('a rule of this machine is abandoned once its process has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const { pid = 0 } = child;
  const isItsRuleAbandoned = () => isAbandoned(formatLease({ ...self, pid }, NOW), self, NOW);
  expect([isRunning(pid), isItsRuleAbandoned()]).toEqual([true, false]);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect([isRunning(pid), isItsRuleAbandoned()]).toEqual([false, true]);
});

test('a rule of the pid of this process is that of an earlier one', () =>
  expect(isAbandoned(lease, self, NOW)).toBe(true));

test('this process and its machine have a name, the same each time', () => {
  expect(currentOwner()).toEqual({ host: expect.stringMatching(/^[\w.-]+\/[0-9a-f]{8}$/), pid: process.pid });
  expect(currentOwner()).toEqual(currentOwner());
  expect(isSubscription(createSubscriptionName(), formatLease(currentOwner(), NOW))).toBe(true);
});

test.each([
  { name: createSubscriptionName(), description: lease, ours: true },
  { name: createSubscriptionName(), description: '', ours: false },
  { name: createSubscriptionName(), description: 'in use until tomorrow', ours: false },
  { name: 'another', description: lease, ours: false },
])('the rule $name with the description "$description" was made by this command: $ours', (rule) => {
  expect(isSubscription(rule.name, rule.description)).toBe(rule.ours);
  if (!rule.ours && rule.name !== 'another') expect(isAbandoned(rule.description, self, Number.MAX_VALUE)).toBe(false);
});

test('names are different, and AWS accepts them', () => {
  const names = [createSubscriptionName(), createSubscriptionName()];
  expect(new Set(names).size).toBe(2);
  for (const name of names) {
    expect(name).toMatch(/^[\w.-]{1,64}$/);
    expect(queueNameOf(name)).toMatch(/^[\w-]{1,75}\.fifo$/);
  }
});
