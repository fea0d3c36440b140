import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { constructNameOf, resourcesOf } from '../logical-ids.ts';
import { allSettings, templateOf } from '../synthesis.ts';

/** Returns the properties of each alarm, by its name. */
function alarms(settings: Record<string, unknown> = {}): Record<string, ReturnType<typeof resourcesOf>[string]> {
  const found = Object.entries(resourcesOf(templateOf(settings), 'AWS::CloudWatch::Alarm'));
  return Object.fromEntries(found.map(([name, { Properties }]) => [name.replace(/^Alarms/, ''), Properties]));
}

const comparisons: Record<string, string> = { GreaterThanOrEqualToThreshold: '≥', LessThanThreshold: '<' };

/** Returns the condition of an alarm in one line. */
function conditionOf(alarm: ReturnType<typeof alarms>[string]): string {
  const { Namespace, MetricName, Statistic, ExtendedStatistic, Period, EvaluationPeriods, Threshold } = alarm;
  const dimensions = (alarm.Dimensions ?? []).map(({ Value }: { Value: Record<string, string | string[]> | string }) =>
    typeof Value === 'string' ? Value : constructNameOf(`${Object.values(Value).flat()[0]}`),
  );
  const metric = [Namespace, MetricName, ...dimensions].join(' ');
  const comparison = `${Statistic ?? ExtendedStatistic} ${comparisons[alarm.ComparisonOperator]} ${Threshold}`;
  return `${metric}: ${comparison} in ${EvaluationPeriods} × ${Period} s`;
}

const always = {
  HooksNotKept: 'AntMediaWebhooks HooksNotKept: Sum ≥ 1 in 1 × 300 s',
  HooksDeferred: 'AntMediaWebhooks HooksKept deferred: Sum ≥ 1 in 1 × 300 s',
  HooksThrottled: 'AntMediaWebhooks HooksThrottled: Sum ≥ 1 in 1 × 300 s',
  HooksRefused: 'AntMediaWebhooks HooksRefused: Sum ≥ 20 in 1 × 300 s',
  HooksQuarantined: 'AntMediaWebhooks HooksKept quarantined: Sum ≥ 1 in 1 × 300 s',
  DeferredWaiting: 'AWS/SQS ApproximateNumberOfMessagesNotVisible DeferredQueue: Minimum ≥ 1 in 3 × 300 s',
  DeferredUntried: 'AWS/SQS ApproximateAgeOfOldestMessage DeferredQueue: Maximum ≥ 900 in 1 × 300 s',
  DeadLetters: 'AWS/SQS ApproximateNumberOfMessagesVisible DeferredDeadLetters: Maximum ≥ 1 in 1 × 300 s',
  ReplayerErrors: 'AWS/Lambda Errors ReplayerFunction: Sum ≥ 1 in 1 × 300 s',
  ReceiverErrors: 'AWS/Lambda Errors ReceiverFunction: Sum ≥ 1 in 1 × 300 s',
  ReceiverThrottles: 'AWS/Lambda Throttles ReceiverFunction: Sum ≥ 1 in 1 × 300 s',
  ReceiverSlow: 'AWS/Lambda Duration ReceiverFunction: p99 ≥ 1000 in 3 × 300 s',
  ReaderErrors: 'AWS/Lambda Errors ReaderFunction: Sum ≥ 1 in 1 × 300 s',
  ReaderThrottles: 'AWS/Lambda Throttles ReaderFunction: Sum ≥ 1 in 1 × 300 s',
  PublishRefused: 'AntMediaWebhooks PublishRefused: Sum ≥ 5 in 1 × 300 s',
  AuthoriserSlow: 'AWS/Lambda Duration AuthoriserFunction: p99 ≥ 500 in 3 × 300 s',
  AuthoriserErrors: 'AWS/Lambda Errors AuthoriserFunction: Sum ≥ 1 in 1 × 300 s',
  AuthoriserThrottles: 'AWS/Lambda Throttles AuthoriserFunction: Sum ≥ 1 in 1 × 300 s',
  StreamsWriteThrottles: 'AWS/DynamoDB WriteThrottleEvents Streams: Sum ≥ 1 in 1 × 300 s',
  StatusIndexWriteThrottles: 'AWS/DynamoDB WriteThrottleEvents byStatus Streams: Sum ≥ 1 in 1 × 300 s',
  StatusIndexReadThrottles: 'AWS/DynamoDB ReadThrottleEvents byStatus Streams: Sum ≥ 1 in 1 × 300 s',
  StreamsReadThrottles: 'AWS/DynamoDB ReadThrottleEvents Streams: Sum ≥ 1 in 1 × 300 s',
  TokensReadThrottles: 'AWS/DynamoDB ReadThrottleEvents Tokens: Sum ≥ 1 in 1 × 300 s',
};
const ofSweeps = {
  StreamsMissing: 'AntMediaWebhooks StreamsMissing: Maximum ≥ 1 in 1 × 300 s',
  StreamsPresumedEnded: 'AntMediaWebhooks StreamsPresumedEnded: Sum ≥ 1 in 1 × 300 s',
  SweeperErrors: 'AWS/Lambda Errors SweeperFunction: Sum ≥ 1 in 1 × 300 s',
  SweeperBlocked: 'AntMediaWebhooks SweepsBlocked: Sum ≥ 1 in 1 × 300 s',
};
const ofAnnouncer = {
  AnnouncerErrors: 'AWS/Lambda Errors AnnouncerFunction: Sum ≥ 1 in 1 × 300 s',
  AnnouncerBehind: 'AWS/Lambda IteratorAge AnnouncerFunction: Maximum ≥ 900000 in 1 × 300 s',
  AnnouncementsSkipped: 'AntMediaWebhooks AnnouncementsSkipped: Sum ≥ 1 in 1 × 300 s',
  NotifyFailing: 'AntMediaWebhooks NotifyFailing: Sum ≥ 1 in 1 × 1200 s',
  NotifierErrors: 'AWS/Lambda Errors NotifierFunction: Sum ≥ 1 in 1 × 300 s',
};
const onDemand = { HooksSilent: 'AntMediaWebhooks HooksKeptInAll: Sum < 1 in 60 × 60 s' };

describe('Alarms', () => {
  it.each([
    { what: 'the defaults', settings: {}, expected: { ...always, ...ofSweeps, ...ofAnnouncer } },
    { what: 'no sweeper', settings: { sweepMinutes: '0' }, expected: { ...always, ...ofAnnouncer } },
    { what: 'no announcements', settings: { announcements: 'false' }, expected: { ...always, ...ofSweeps } },
    { what: 'every setting', settings: allSettings, expected: { ...always, ...ofSweeps, ...ofAnnouncer, ...onDemand } },
  ])('evaluate one metric each, without metric math: $what', ({ settings, expected }) => {
    const found = Object.entries(alarms(settings));
    expect(Object.fromEntries(found.map(([name, alarm]) => [name, conditionOf(alarm)]))).toEqual(expected);
    for (const [, alarm] of found) expect(alarm).not.toHaveProperty('Metrics');
  });

  it('describe what happened and what to do, and notify their topic', () => {
    for (const [name, alarm] of Object.entries(alarms(allSettings))) {
      expect(alarm.AlarmDescription).toMatch(new RegExp(`^[A-Z].{80,}\\. See ${name} in docs/operations\\.md\\.$`));
      expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1_024); // CloudWatch's limit
      const [action, ...more] = alarm.AlarmActions;
      const topic = ['StreamsMissing', 'StreamsPresumedEnded'].includes(name) ? 'StreamAlarmTopic' : 'AlarmTopic';
      expect([name, constructNameOf(action.Ref), more]).toEqual([name, topic, []]);
    }
  });

  it('treat missing data as no event, except the alarm about silence', () => {
    for (const [name, { TreatMissingData }] of Object.entries(alarms(allSettings))) {
      expect([name, TreatMissingData]).toEqual([name, name === 'HooksSilent' ? 'breaching' : 'notBreaching']);
    }
  });

  it('evaluate percentiles of a few hooks too', () => {
    for (const alarm of [alarms().ReceiverSlow, alarms().AuthoriserSlow])
      expect(alarm).not.toHaveProperty('EvaluateLowSampleCountPercentile'); // else none below 1 000 hooks counts
  });

  it('have a runbook in docs/operations.md, each under its name', () => {
    const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading);
    expect(headings.sort()).toEqual(Object.keys(alarms(allSettings)).sort());
  });

  it('have runbooks that say what the alarm means, what to do and how to check', () => {
    const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const runbooks = [...page.matchAll(/^### (\w+)$(.*?)(?=^##)/gms)];
    expect(runbooks).toHaveLength(Object.keys(alarms(allSettings)).length);
    for (const [runbook] of runbooks)
      expect(runbook).toMatch(/\*\*Meaning\.\*\* .*\*\*Do\.\*\*.*^```sh$.*\*\*Check\.\*\* /ms);
  });

  it.each([
    { sweepMinutes: '2', period: 300 },
    { sweepMinutes: '60', period: 7_200 },
  ])('evaluate periods with a sweep in each: every $sweepMinutes minutes, $period s', ({ sweepMinutes, period }) => {
    const { StreamsMissing, SweeperBlocked } = alarms({ sweepMinutes });
    expect([StreamsMissing?.Period, SweeperBlocked?.Period]).toEqual([period, period]);
  });

  it('evaluate silence over a day at most, CloudWatch’s limit', () => {
    const { Period, EvaluationPeriods } = alarms({ silenceMinutes: '1440' }).HooksSilent ?? {};
    expect(Period * EvaluationPeriods).toBe(24 * 60 * 60);
  });
});
