import { expect, test } from 'vitest';
import { findRemovals } from '../../../cli/deploy/removals.ts';
import { parseTemplate } from '../../../cli/stack/template.ts';
import { allSettings, HOME_REGION, templateOf } from '../../lib/synthesis.ts';

/** Returns the template with these settings. */
const deployed = (settings: Record<string, unknown> = {}) =>
  parseTemplate(JSON.stringify(templateOf(settings).toJSON()), HOME_REGION);

const removalsWithout = (settings: Record<string, unknown>) => findRemovals(deployed(settings), deployed());

test.each([
  { settings: {}, removals: [] },
  { settings: { memory: 1024, logDays: 90, throttleRate: 7 }, removals: [] },
  { settings: { alarmEmail: 'me@example.com' }, removals: ['the subscription of me@example.com to the alarms'] },
  { settings: { streamAlarmEmail: 'me@example.com' }, removals: ['the subscription of me@example.com to the alarms about streams'] },
  { settings: { vpcSubnets: 'subnet-0a1b2c3d', vpcSecurityGroups: 'sg-0a1b2c3d' }, removals: ['the log group AskerLogs', 'the retention of the log group AskerLogs (it is deleted with the stack then)', 'the function AskerFunction'] },
  { settings: { silenceMinutes: 30 }, removals: ['the alarm HooksSilent'] },
  { settings: { allowList: '10.0.0.0/8' }, removals: ['Receiver', 'Authoriser'].map((name) => `the allow-list (every address is accepted then) of the function ${name}Function`) },
  { settings: { reservedConcurrency: 50 }, removals: ['the reserved concurrency of the function ReceiverFunction'] },
  { settings: { deletionProtection: true }, removals: ['the deletion protection of the table Streams', 'the deletion protection of the table Tokens'] },
  { settings: { replicaRegions: 'us-east-1' }, removals: ['the replica in us-east-1 of the table Streams', 'the replica in us-east-1 of the table Tokens'] },
  { settings: { domainName: 'hooks.example.com', certificateArn: allSettings.certificateArn }, removals: ['the domain hooks.example.com', 'the output DomainTarget'] },
  { settings: { tracing: true }, removals: ['Receiver', 'Replayer', 'Reader', 'Authoriser', 'Sweeper', 'Announcer', 'Notifier'].map((name) => `the tracing of the function ${name}Function`) },
])('without $settings a deployment removes $removals', ({ settings, removals }) => {
  expect(removalsWithout(settings)).toEqual(removals);
}); // biome-ignore format: a table

test('an addition removes nothing', () =>
  expect(findRemovals(deployed(), deployed({ ...allSettings, allowList: '10.0.0.0/8' }))).toEqual([]));

test('without the sweeper, what depends on it is removed', () => {
  const removals = findRemovals(deployed(), deployed({ sweepMinutes: 0 }));
  expect(removals.filter((removal) => !removal.startsWith('the retention')).sort()).toEqual([
    ...['StreamsMissing', 'StreamsPresumedEnded', 'SweeperBlocked', 'SweeperErrors'].map((name) => `the alarm ${name}`),
    'the function SweeperFunction',
    'the log group SweeperLogs',
    ...['StreamAlarmTopicArn', 'SweeperFunctionName', 'SweeperLogGroupName'].map((name) => `the output ${name}`),
    'the topic StreamAlarmTopic',
  ]);
});

test('without announcements, what depends on them is removed', () => {
  const removals = findRemovals(deployed(), deployed({ announcements: false }));
  expect(removals.filter((removal) => !removal.startsWith('the retention')).sort()).toEqual([
    ...['AnnouncementsSkipped', 'AnnouncerBehind', 'AnnouncerErrors', 'NotifierErrors', 'NotifyFailing'].map(
      (name) => `the alarm ${name}`,
    ),
    'the event bus',
    ...['AnnouncerFunction', 'NotifierFunction'].map((name) => `the function ${name}`),
    ...['AnnouncerLogs', 'NotifierLogs'].map((name) => `the log group ${name}`),
    ...['AnnouncerFunctionName', 'AnnouncerLogGroupName', 'EventBusName'].map((name) => `the output ${name}`),
    ...['NotificationsTableName', 'NotifierFunctionName', 'NotifierLogGroupName', 'NotifyQueueUrl'].map(
      (name) => `the output ${name}`,
    ),
    'the queue NotifyQueue',
    'the replica in eu-west-1 of the table Notifications',
    'the table Notifications',
  ]);
});

test('replacing an address removes the old one', () =>
  expect(findRemovals(deployed({ alarmEmail: 'a@example.com' }), deployed({ alarmEmail: 'b@example.com' }))).toEqual([
    'the subscription of a@example.com to the alarms',
  ]));

test('a table, a queue or a log group that loses its retention is listed', () =>
  expect(findRemovals(deployed(), deployed({ removalPolicy: 'destroy' })).sort()).toEqual([
    'the retention of the log group AnnouncerLogs (it is deleted with the stack then)',
    'the retention of the log group ApiAccessLogs (it is deleted with the stack then)',
    'the retention of the log group AuthoriserLogs (it is deleted with the stack then)',
    'the retention of the log group NotifierLogs (it is deleted with the stack then)',
    'the retention of the log group ReaderLogs (it is deleted with the stack then)',
    'the retention of the log group ReceiverLogs (it is deleted with the stack then)',
    'the retention of the log group ReplayerLogs (it is deleted with the stack then)',
    'the retention of the log group SweeperLogs (it is deleted with the stack then)',
    'the retention of the queue DeferredDeadLetters (it is deleted with the stack then)',
    'the retention of the queue DeferredQueue (it is deleted with the stack then)',
    'the retention of the table Streams (it is deleted with the stack then)',
    'the retention of the table Tokens (it is deleted with the stack then)',
  ]));

test('a removed index is listed', () => {
  const json = JSON.stringify(templateOf().toJSON());
  const without = parseTemplate(json.replaceAll('byStatus', 'byDay'), HOME_REGION);
  expect(findRemovals(deployed(), without)).toEqual(['the index byStatus of the table Streams']);
});
