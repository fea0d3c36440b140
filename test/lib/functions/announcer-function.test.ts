import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { toMessage } from '../../../lambda/hook/message.ts';
import { readMessage } from '../../../lambda/hook/read-message.ts';
import type { Hook } from '../../../lambda/stream/event.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { announcedWrites } from '../../../lib/functions/announced-writes.ts';
import { ObservedTable } from '../../announcing/observed-table.ts';
import { isPassed } from '../../announcing/passed-changes.ts';
import { bodyOf, type Capture, captures, contentTypeOf } from '../../capture.ts';
import { buildHook, NOW } from '../../table/event.builder.ts';
import { grantsOf } from '../grants.ts';
import { constructNameOf, referenceTo, resourcesOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

/** Returns the properties of the announcer's mapping. */
function mapping() {
  const { AnnouncerFunctionChanges: found } = resourcesOf(templateOf(), 'AWS::Lambda::EventSourceMapping');
  return found?.Properties ?? expect.fail('expected a mapping');
}

/** Reads a captured hook; nothing of one that is unreadable. */
function readCapture(capture: Capture): Hook[] {
  const request = { bytes: bodyOf(capture), contentType: contentTypeOf(capture), requestId: capture.name };
  const message = toMessage({ app: capture.app, token: 'token', address: '203.0.113.9', receivedAt: NOW, ...request });
  try {
    return [readMessage(message)];
  } catch {
    return [];
  }
}

describe('createAnnouncerFunction', () => {
  it('grants reading the stream of the table, putting events on the bus and writing its own log only', () => {
    expect(grantsOf(templateOf(), 'Announcer')).toEqual([
      'dynamodb:DescribeStream on Streams',
      'dynamodb:GetRecords on Streams',
      'dynamodb:GetShardIterator on Streams',
      'dynamodb:ListStreams on Streams',
      'events:PutEvents on Announcements',
      'logs:CreateLogStream on AnnouncerLogs',
      'logs:PutLogEvents on AnnouncerLogs',
    ]);
    const resources = JSON.stringify(resourcesOf(templateOf(), 'AWS::IAM::Policy').AnnouncerRoleDefaultPolicy);
    expect(resources).toMatch(
      /"dynamodb:ListStreams"\],"Effect":"Allow","Resource":\{"Fn::GetAtt":\["Streams\w+","StreamArn"\]/,
    );
  });

  it('sets the bus as environment, and a timeout of 60 s', () => {
    templateOf().hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectEquals({ EVENT_BUS: referenceTo('Announcements') }) },
      LoggingConfig: { LogGroup: referenceTo('AnnouncerLogs') },
      Timeout: 60,
    });
  });

  it('follows the stream from its beginning, in batches of 100, one after the other, for as long as DynamoDB stores it', () => {
    const { EventSourceArn, FunctionName, FilterCriteria, ...options } = mapping();
    expect(EventSourceArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Streams/), 'StreamArn'] });
    expect(constructNameOf(FunctionName.Ref)).toBe('AnnouncerFunction');
    expect(FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual(
      announcedWrites,
    );
    expect(options).toEqual({ BatchSize: 100, BisectBatchOnFunctionError: true, StartingPosition: 'TRIM_HORIZON' });
  });

  it.each([
    { settings: {}, stream: { StreamViewType: 'NEW_AND_OLD_IMAGES' } },
    { settings: { announcements: 'false' }, stream: undefined },
    {
      settings: { announcements: 'false', replicaRegions: 'us-east-1' },
      stream: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  ])('needs the stream of the table, which has one also with replicas: $settings', ({ settings, stream }) => {
    const { Streams } = resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable');
    expect(Streams?.Properties.StreamSpecification).toEqual(stream);
  });

  it('gets its permissions before the mapping: Lambda rejects a mapping without them', () => {
    const { DependsOn = [] } = resourcesOf(templateOf(), 'AWS::Lambda::Function').AnnouncerFunction ?? {};
    expect(DependsOn.map(constructNameOf)).toContain('AnnouncerRoleDefaultPolicy');
  });

  it('is invoked with the writes that are announced, of every captured hook, and with no heartbeat', async () => {
    const table = new ObservedTable();
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true });
    for (const hook of captures().flatMap(readCapture)) await recorder.record(table, hook);
    const { passed } = table;
    expect(passed.length).toBeGreaterThan(20);
    expect(passed.length).toBeLessThan(table.writes.length / 2);
    const seen = table.writes.length;
    for (const timestamp of [NOW + 10_000, NOW + 15_000])
      await recorder.record(table, buildHook({ action: 'liveStreamStatus', id: 'cam-1', timestamp }));
    expect(table.writes.length).toBeGreaterThan(seen);
    expect(table.writes.slice(-1).filter(isPassed)).toEqual([]);
  });
});
