import { expect, test } from 'vitest';
import { findRemovals } from '../../../cli/deploy/removals.ts';
import { parseTemplate } from '../../../cli/stack/template.ts';
import { allSettings, HOME_REGION, templateOf } from '../../lib/synthesis.ts';

/** The template that is deployed with these settings. */
const deployed = (settings: Record<string, unknown> = {}) =>
  parseTemplate(JSON.stringify(templateOf(settings).toJSON()), HOME_REGION);

const away = (settings: Record<string, unknown>) => findRemovals(deployed(settings), deployed());

test.each([
  { settings: {}, away: [] },
  { settings: { memory: 1024, logDays: 90, throttleRate: 7 }, away: [] },
  { settings: { alarmEmail: 'me@example.com' }, away: ['the subscription of me@example.com to the alarms'] },
  { settings: { silenceMinutes: 30 }, away: ['the alarm HooksSilent'] },
  { settings: { allowList: '10.0.0.0/8' }, away: ['the allow-list (everybody who has a token is let in then) of the function ReceiverFunction'] },
  { settings: { reservedConcurrency: 50 }, away: ['the reserved concurrency of the function ReceiverFunction'] },
  { settings: { deletionProtection: true }, away: ['the deletion protection of the table Streams', 'the deletion protection of the table Tokens'] },
  { settings: { replicaRegions: 'us-east-1' }, away: ['the replica in us-east-1 of the table Streams', 'the replica in us-east-1 of the table Tokens'] },
  { settings: { domainName: 'hooks.example.com', certificateArn: allSettings.certificateArn }, away: ['the domain hooks.example.com', 'the output DomainTarget'] },
  { settings: { tracing: true }, away: ['Receiver', 'Replayer', 'Reader'].map((name) => `the tracing of the function ${name}Function`) },
])('without $settings a deployment takes away $away', ({ settings, away: words }) => {
  expect(away(settings)).toEqual(words);
}); // biome-ignore format: a table

test('nothing is taken away by what adds something', () =>
  expect(findRemovals(deployed(), deployed({ ...allSettings, allowList: '10.0.0.0/8' }))).toEqual([]));

test('an address that takes the place of another one is still a loss', () =>
  expect(findRemovals(deployed({ alarmEmail: 'a@example.com' }), deployed({ alarmEmail: 'b@example.com' }))).toEqual([
    'the subscription of a@example.com to the alarms',
  ]));

test('a table, a queue, a log is told of that would go with the stack', () =>
  expect(findRemovals(deployed(), deployed({ removalPolicy: 'destroy' })).sort()).toEqual([
    'that the log group ApiAccessLogs stays when the stack is deleted',
    'that the log group ReaderLogs stays when the stack is deleted',
    'that the log group ReceiverLogs stays when the stack is deleted',
    'that the log group ReplayerLogs stays when the stack is deleted',
    'that the queue DeferredDeadLetters stays when the stack is deleted',
    'that the queue DeferredQueue stays when the stack is deleted',
    'that the table Streams stays when the stack is deleted',
    'that the table Tokens stays when the stack is deleted',
  ]));

test('an index that is gone is told of', () => {
  const json = JSON.stringify(templateOf().toJSON());
  const without = parseTemplate(json.replaceAll('byStatus', 'byDay'), HOME_REGION);
  expect(findRemovals(deployed(), without)).toEqual(['the index byStatus of the table Streams']);
});
