import { expect, test } from 'vitest';
import { describeForeignRules } from '../../../cli/deploy/event-bus.ts';

test('rules of others are named, with the commands that remove them', () =>
  expect(
    describeForeignRules(
      'Bus',
      [
        { name: 'to-queue', targetIds: ['a', 'my target'] },
        { name: 'unused', targetIds: [] },
      ],
      ['--region', 'eu-west-1'],
    ),
  ).toBe(
    'The event bus Bus: received the rules to-queue, unused of others on it, expected none, because AWS deletes no bus with rules. Nothing was changed. ' +
      "Remove the stacks that made them, or run: aws events remove-targets --event-bus-name Bus --rule to-queue --ids a 'my target' --region eu-west-1 && " +
      'aws events delete-rule --event-bus-name Bus --name to-queue --region eu-west-1 && ' +
      'aws events delete-rule --event-bus-name Bus --name unused --region eu-west-1',
  ));

test('no command removes a rule that AWS manages', () =>
  expect(
    describeForeignRules('Bus', [{ name: 'Archive', targetIds: ['x'], managedBy: 'events.amazonaws.com' }], []),
  ).toMatch(
    /Nothing was changed\. These are managed, so remove what made them, such as an archive: Archive by events\.amazonaws\.com\.$/,
  ));
