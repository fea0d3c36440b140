import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { writeLogLine } from '../../../lambda/function-env.ts';
import { parseAllowList } from '../../../lambda/receiving/allow-list.ts';
import { TableCircuitBreaker } from '../../../lambda/receiving/circuit-breaker.ts';
import { type ReceiverDeps, receive } from '../../../lambda/receiving/receive.ts';
import { type Outcome, Recorder } from '../../../lambda/table/recorder.ts';
import { Table } from '../../../lambda/table/table.ts';
import { hashToken } from '../../../lambda/tokens/token.ts';
import { TokenCache } from '../../../lambda/tokens/token-cache.ts';
import { toTokenRow } from '../../../lambda/tokens/token-row.ts';
import { outcomes } from '../../../lib/monitoring/hook-metrics.ts';
import { failingStore, useDeferredFolder } from '../../deferred-stores.ts';
import { hookEvent } from '../../gateway-event.builder.ts';
import { useEngine } from '../../table/engine.ts';
import { matchesFilterPattern } from '../filter-pattern.ts';
import { constructNameOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

const SECRET = 'a-secret';
const engine = useEngine();

beforeAll(async () => {
  const token = { scopes: ['hooks'], app: '*', label: '', createdAt: 0, expiresAt: null } as const;
  await engine().tokens.put(toTokenRow({ ...token, hash: hashToken(SECRET) }));
});

/** Returns the line that the receiver logs for a hook. */
async function lineOf(
  body: string,
  { secret = SECRET, ...overrides }: Partial<ReceiverDeps> & { secret?: string } = {},
) {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const { streams, tokens } = engine();
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  const deps = {
    streams,
    tokens,
    recorder,
    tokenCache: new TokenCache(30_000),
    allowList: parseAllowList(''),
    circuitBreaker: new TableCircuitBreaker(30_000),
    deferredStore: failingStore,
  };
  await receive(hookEvent('LiveApp', secret, Buffer.from(body)), { ...deps, log: writeLogLine, ...overrides });
  const lines = written.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith('{'));
  written.mockRestore();
  expect(lines).toHaveLength(1);
  return lines.join();
}

/** Creates a table whose endpoint refuses connections. */
const broken = () =>
  new Table(
    new DynamoDBClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
    'streams',
  );

/** Returns the metrics that count a line of a log, with their dimensions, when `silenceMinutes` is set. */
function countedBy(construct: string, line: string): string[] {
  const filters = Object.values(templateOf({ silenceMinutes: '60' }).findResources('AWS::Logs::MetricFilter'));
  return filters
    .filter(({ Properties }) => constructNameOf(Properties.LogGroupName.Ref) === construct)
    .filter(({ Properties }) => matchesFilterPattern(line, Properties.FilterPattern))
    .map(({ Properties: { MetricTransformations } }) => {
      const [{ MetricName, Dimensions = [] }] = MetricTransformations;
      const by = Dimensions.map(({ Key, Value }: Record<string, string>) => [
        Key,
        JSON.parse(line)[`${Value?.slice(2)}`],
      ]);
      return [MetricName, ...by.map((pair: string[]) => pair.join('='))].join(' ');
    })
    .sort();
}

describe('the log line of a hook', () => {
  const at = Date.now() - 60_000;
  const started = `action=liveStreamStarted&id=cam-1&timestamp=${at}`;

  it.each([
    { what: 'recorded', line: () => lineOf(started) },
    { what: 'duplicate', line: () => lineOf(started) },
    { what: 'late', line: () => lineOf(`action=liveStreamStarted&id=cam-1&timestamp=${at - 1_000}`) },
    { what: 'unrecognised', line: () => lineOf(`action=somethingNew&id=cam-1&timestamp=${at}`) },
    { what: 'quarantined', line: () => lineOf('{"broken') },
  ])('of a stored hook is counted by outcome: $what', async ({ what, line }) => {
    expect(countedBy('ReceiverLogs', await line())).toEqual([`HooksKept Outcome=${what}`, 'HooksKeptInAll']);
  });

  it.each([
    { what: 'with a wrong token', line: () => lineOf(started, { secret: 'another' }), expected: ['HooksRefused'] },
    {
      what: 'from an address outside the allow-list',
      line: () => lineOf(started, { allowList: parseAllowList('198.51.100.0/24') }),
      expected: ['HooksRefused'],
    },
    { what: 'that is too large', line: () => lineOf('x'.repeat(256 * 1024 + 1)), expected: [] },
    {
      what: 'that the table did not store',
      line: () => lineOf(started, { streams: broken() }),
      expected: ['HooksNotKept'],
    },
    {
      what: 'whose token cannot be looked up',
      line: () => lineOf(started, { tokens: broken() }),
      expected: ['HooksNotKept'],
    },
    {
      what: 'that is deferred',
      line: async () => lineOf(started, { streams: broken(), deferredStore: await useDeferredFolder() }),
      expected: ['HooksKept Outcome=deferred', 'HooksKeptInAll'],
    },
  ])('$what is counted', async ({ line, expected }) => {
    expect(countedBy('ReceiverLogs', await line())).toEqual(expected);
  });
});

describe('the line of a request', () => {
  /** Returns a line of the access log. API Gateway writes a hyphen for an unknown value. */
  function lineOf(context: Record<string, string>): string {
    const [stage] = Object.values(templateOf().findResources('AWS::ApiGatewayV2::Stage'));
    const format: string = stage?.Properties.AccessLogSettings.Format;
    return format.replace(/\$context\.([\w.]+)/g, (_, name) => context[name] ?? '-');
  }

  it.each([
    { status: '429', routeKey: 'POST /hooks/{app}/{token}', expected: ['HooksThrottled'] },
    { status: '429', routeKey: 'POST /hooks/{proxy+}', expected: ['HooksThrottled'] },
    { status: '429', expected: ['HooksThrottled'] },
    { status: '429', routeKey: '$default', expected: [] },
    { status: '429', routeKey: 'POST /authorize/publish/{proxy+}', expected: ['PublishRefused'] },
    { status: '429', routeKey: 'POST /authorize/play/{proxy+}', expected: [] },
    { status: '403', routeKey: 'POST /authorize/publish/{proxy+}', expected: [] },
    { status: '200', routeKey: 'POST /hooks/{app}/{token}', expected: [] },
    { status: '503', routeKey: 'POST /hooks/{app}/{token}', expected: [] },
  ])('of $routeKey with $status is counted: $expected', ({ expected, ...context }) => {
    expect(countedBy('ApiAccessLogs', lineOf(context))).toEqual(expected);
  });
});

describe('HookMetrics', () => {
  /** Returns each metric that the filters of hooks create, once per outcome that it is counted by. */
  const metrics = (settings = {}) =>
    Object.entries(templateOf(settings).findResources('AWS::Logs::MetricFilter'))
      .filter(([id]) => id.startsWith('MetricsHooks'))
      .flatMap(
        ([
          ,
          {
            Properties: { MetricTransformations },
          },
        ]) => {
          const [{ MetricNamespace, MetricName, Dimensions = [] }] = MetricTransformations;
          return Array(outcomes.length ** Dimensions.length).fill(`${MetricNamespace} ${MetricName}`);
        },
      );

  it('include every outcome', () => {
    const expected: Record<Outcome | 'deferred', true> = {
      recorded: true,
      duplicate: true,
      late: true,
      unrecognised: true,
      quarantined: true,
      deferred: true,
    };
    expect(outcomes).toEqual(Object.keys(expected));
  });

  it('are at most ten: a custom metric costs more than anything else that is idle', () => {
    expect(metrics()).toHaveLength(9);
    expect(metrics({ silenceMinutes: '60' })).toHaveLength(10);
  });

  it('use the stack’s name as namespace, so that stacks of an account count separately', () => {
    for (const metric of metrics({ stackName: 'Second' })) expect(metric).toMatch(/^Second /);
  });
});
