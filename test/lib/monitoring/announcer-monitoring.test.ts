import { expect, it } from 'vitest';
import { matchesFilterPattern } from '../filter-pattern.ts';
import { constructNameOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

/** Whether the announcer's line adds to the metric of what it skipped. */
function isCounted(line: object): boolean {
  const filters = Object.values(templateOf().findResources('AWS::Logs::MetricFilter'))
    .map(({ Properties }) => Properties)
    .filter(({ LogGroupName }) => constructNameOf(LogGroupName.Ref) === 'AnnouncerLogs');
  expect(filters.map(({ MetricTransformations: [{ MetricName, MetricValue }] }) => [MetricName, MetricValue])).toEqual([
    ['AnnouncementsSkipped', '1'],
  ]);
  return filters.some(({ FilterPattern }) => matchesFilterPattern(JSON.stringify(line), FilterPattern));
}

it.each([
  { skipped: { type: 'Stream Started', eventId: '0', app: 'LiveApp', id: 'a', reason: 'MalformedDetail' } },
  { skipped: { row: 'stream#LiveApp#a state', reason: 'SyntaxError' } },
])('the announcer’s line about what it skipped is counted: $skipped.reason', (line) =>
  expect(isCounted(line)).toBe(true),
);

it('an error of the announcer is not', () =>
  expect(isCounted({ level: 'ERROR', errorMessage: 'EventBridge: received ThrottlingException' })).toBe(false));
