import { describe, expect, it } from 'vitest';
import { actions } from '../../../lambda/hook/actions.ts';
import { refusalReasons } from '../../../lambda/stream/refusal.ts';
import { constructNameOf } from '../logical-ids.ts';
import { settingsExtremes, templateOf } from '../synthesis.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title: string;
    readonly alarms?: string[];
    readonly metrics?: unknown[][];
    readonly query?: string;
  };
}

/** Returns the only dashboard, with construct names in place of references. */
function dashboard(settings: Record<string, unknown> = {}): { name: string; widgets: Widget[] } {
  const [{ Properties } = expect.fail('expected a dashboard')] = Object.values(
    templateOf(settings).findResources('AWS::CloudWatch::Dashboard'),
  );
  return { name: textOf(Properties.DashboardName), widgets: JSON.parse(textOf(Properties.DashboardBody)).widgets };
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[, argument] = []] = Object.entries(value);
  if (typeof argument === 'string') return constructNameOf(argument); // a Ref
  const [first, second] = [argument].flat();
  return Array.isArray(second) ? second.map(textOf).join('') : constructNameOf(String(first)); // a Join, or a GetAtt
}

const widget = (title: string, settings = {}) =>
  dashboard(settings).widgets.find(({ properties }) => properties.title === title)?.properties ??
  expect.fail(`expected a widget ${title}`);

/** Returns the metrics of a graph, without their options. */
const metricsOf = (title: string) =>
  widget(title).metrics?.map((metric) => metric.filter((part) => typeof part === 'string').join(' '));

describe('OperationsDashboard', () => {
  it('has a unique name per stack and region: an account’s dashboards are in one list', () => {
    expect(dashboard({ stackName: 'Second' }).name).toBe('Second-AWS::Region');
    expect(dashboard({ replicaRegions: 'us-east-1' }).name).toBe('AntMediaWebhooks-eu-west-1');
  });

  it.each(settingsExtremes)('shows the status of every alarm: $what', ({ settings }) => {
    const alarms = Object.keys(templateOf(settings).findResources('AWS::CloudWatch::Alarm'));
    expect(widget('Alarms', settings).alarms).toEqual(alarms.map(constructNameOf));
  });

  it.each([
    {
      title: 'Hooks stored, by outcome',
      metrics: ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', 'deferred'].map(
        (outcome) => `AntMediaWebhooks HooksKept Outcome ${outcome}`,
      ),
    },
    {
      title: 'Hooks not stored',
      metrics: ['HooksRefused', 'HooksNotKept', 'HooksThrottled'].map((metric) => `AntMediaWebhooks ${metric}`),
    },
    {
      title: 'Receiver: ms a hook',
      metrics: Array(2).fill('AWS/Lambda Duration FunctionName ReceiverFunction'),
    },
    {
      title: 'Receiver: failures',
      metrics: ['Errors', 'Throttles'].map((metric) => `AWS/Lambda ${metric} FunctionName ReceiverFunction`),
    },
    {
      title: 'Reader: failures',
      metrics: ['Errors', 'Throttles'].map((metric) => `AWS/Lambda ${metric} FunctionName ReaderFunction`),
    },
    {
      title: 'Questions refused, by reason',
      metrics: refusalReasons.map((reason) => `AntMediaWebhooks QuestionsRefused Reason ${reason}`),
    },
    {
      title: 'Authoriser: ms a question',
      metrics: Array(2).fill('AWS/Lambda Duration FunctionName AuthoriserFunction'),
    },
    {
      title: 'Authoriser: failures, publishers refused',
      metrics: [
        ...['Errors', 'Throttles'].map((metric) => `AWS/Lambda ${metric} FunctionName AuthoriserFunction`),
        'AntMediaWebhooks PublishRefused',
      ],
    },
    {
      title: 'Deferred events',
      metrics: [
        'AWS/SQS ApproximateNumberOfMessagesVisible QueueName DeferredQueue',
        'AWS/SQS ApproximateNumberOfMessagesNotVisible QueueName DeferredQueue',
        'AWS/SQS ApproximateNumberOfMessagesVisible QueueName DeferredDeadLetters',
      ],
    },
    {
      title: 'Deferred events: s since the oldest untried one',
      metrics: ['AWS/SQS ApproximateAgeOfOldestMessage QueueName DeferredQueue'],
    },
    {
      title: 'Replayer: failures',
      metrics: ['Errors', 'Throttles'].map((metric) => `AWS/Lambda ${metric} FunctionName ReplayerFunction`),
    },
    {
      title: 'Streams: units consumed',
      metrics: ['Write', 'Read'].map((kind) => `AWS/DynamoDB Consumed${kind}CapacityUnits TableName Streams`),
    },
    {
      title: 'Streams: throttles',
      metrics: ['Write', 'Read'].map((kind) => `AWS/DynamoDB ${kind}ThrottleEvents TableName Streams`),
    },
    {
      title: 'Index by status: throttles',
      metrics: ['AWS/DynamoDB WriteThrottleEvents GlobalSecondaryIndexName byStatus TableName Streams'],
    },
    {
      title: 'Streams missing, ends presumed',
      metrics: ['StreamsMissing', 'StreamsPresumedEnded'].map((metric) => `AntMediaWebhooks ${metric}`),
    },
    {
      title: 'Sweeper: failures, blocked sweeps',
      metrics: [
        ...['Errors', 'Throttles'].map((metric) => `AWS/Lambda ${metric} FunctionName SweeperFunction`),
        'AntMediaWebhooks SweepsBlocked',
      ],
    },
    {
      title: 'Announcements: ms since the oldest write not announced',
      metrics: ['AWS/Lambda IteratorAge FunctionName AnnouncerFunction'],
    },
    { title: 'Announcer: invocations', metrics: ['AWS/Lambda Invocations FunctionName AnnouncerFunction'] },
    {
      title: 'Announcer: failures, announcements skipped',
      metrics: [
        ...['Errors', 'Throttles'].map((metric) => `AWS/Lambda ${metric} FunctionName AnnouncerFunction`),
        'AntMediaWebhooks AnnouncementsSkipped',
      ],
    },
    { title: 'Notifier: invocations', metrics: ['AWS/Lambda Invocations FunctionName NotifierFunction'] },
    {
      title: 'Notifier: failures, recipients that fail',
      metrics: [
        ...['Errors', 'Throttles'].map((metric) => `AWS/Lambda ${metric} FunctionName NotifierFunction`),
        'AntMediaWebhooks NotifyFailing',
      ],
    },
  ])('graphs $title', ({ title, metrics }) => {
    expect(metricsOf(title)).toEqual(metrics);
  });

  it('reads the live streams from the sweeper’s log, and shows nothing about sweeps without a sweeper', () => {
    const { query = '' } = widget('Live streams, and stale ones among them');
    expect(query.split(/\s*\|\s*/)).toEqual([
      "SOURCE 'SweeperLogs'",
      'filter ispresent(sweep.live)',
      'stats max(sweep.live), max(sweep.stale) by bin(5m)',
    ]);
    expect(JSON.stringify(dashboard({ sweepMinutes: '0' }))).not.toMatch(/sweep/i);
  });

  it('shows nothing about announcements without them', () =>
    expect(JSON.stringify(dashboard({ announcements: 'false' }))).not.toMatch(/announce|notif(y|ier)/i));

  it('counts the streams of the last hour in the receiver’s log, without servers', () => {
    const { query = '' } = widget('Active streams in the last hour');
    expect(query.split(/\s*\|\s*/)).toEqual([
      "SOURCE 'ReceiverLogs'",
      'filter toMillis(@timestamp) > now() * 1000 - 3600000',
      'filter ispresent(outcome) and ispresent(id)',
      expect.stringMatching(/^filter action not in \[.*\]$/),
      "fields concat(app, '/', id) as stream",
      'stats count_distinct(stream) as streams',
    ]);
    const serverKinds = Object.entries(actions).filter(([, action]) => 'kind' in action);
    expect(JSON.parse(query.slice(query.indexOf('['), query.indexOf(']') + 1)).sort()).toEqual(
      serverKinds.map(([name]) => name).sort(),
    );
  });
});
