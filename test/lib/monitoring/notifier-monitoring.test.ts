import { expect, it } from 'vitest';
import { matchesFilterPattern } from '../filter-pattern.ts';
import { constructNameOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

/** Whether a line of the notifier adds to the metric of what fails. */
function isCounted(line: object): boolean {
  const filters = Object.values(templateOf().findResources('AWS::Logs::MetricFilter'))
    .map(({ Properties }) => Properties)
    .filter(({ LogGroupName }) => constructNameOf(LogGroupName.Ref) === 'NotifierLogs');
  expect(filters.map(({ MetricTransformations: [{ MetricName, MetricValue }] }) => [MetricName, MetricValue])).toEqual([
    ['NotifyFailing', '1'],
  ]);
  return filters.some(({ FilterPattern }) => matchesFilterPattern(JSON.stringify(line), FilterPattern));
}

it.each([
  { notifyFailing: { recipient: 'team', waiting: 3, deadLetters: 0, since: '2026-11-26T10:00:00Z', answered: 'answered 500' } }, // biome-ignore format: a line
  { notifyFailing: { answered: '1 message to handle again: AccessDeniedException: no' } },
])('the notifier’s line about what fails is counted: $notifyFailing.answered', (line) =>
  expect(isCounted(line)).toBe(true),
);

it('an error of the notifier is not: the alarm NotifierErrors counts it', () =>
  expect(isCounted({ level: 'ERROR', errorMessage: 'Environment: received no NOTIFY_QUEUE_URL' })).toBe(false));
