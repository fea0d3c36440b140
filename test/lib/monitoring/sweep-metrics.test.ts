import { describe, expect, it } from 'vitest';
import type { SweepReport } from '../../../lambda/sweeping/sweep-report.ts';
import { fieldOf, matchesFilterPattern } from '../filter-pattern.ts';
import { constructNameOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

const quiet: SweepReport = {
  apps: 2,
  live: 3,
  stale: 1,
  missing: 0,
  presumedEnded: 0,
  asked: 1,
  waiting: 1,
  blocked: 0,
  heldApps: [],
  errors: [],
  ms: 12,
};

/** Returns the value of each metric that a line of the sweeper adds to. */
function valuesOf(report: SweepReport, stackName = 'AntMediaWebhooks'): Record<string, unknown> {
  const line = JSON.stringify({ sweep: report });
  const filters = Object.values(templateOf({ stackName }).findResources('AWS::Logs::MetricFilter'))
    .map(({ Properties }) => Properties)
    .filter(({ LogGroupName }) => constructNameOf(LogGroupName.Ref) === 'SweeperLogs')
    .filter(({ FilterPattern }) => matchesFilterPattern(line, FilterPattern));
  return Object.fromEntries(
    filters.map(({ MetricTransformations: [{ MetricNamespace, MetricName, MetricValue, DefaultValue }] }) => {
      expect(DefaultValue).toBeUndefined(); // else it would be data in each minute
      return [`${MetricNamespace} ${MetricName}`, fieldOf(line, MetricValue.replace('$.', ''))];
    }),
  );
}

describe('SweepMetrics', () => {
  it('count nothing in a sweep that found nothing', () => expect(valuesOf(quiet)).toEqual({}));

  it.each([
    { found: { missing: 2 }, expected: { 'AntMediaWebhooks StreamsMissing': 2 } },
    { found: { presumedEnded: 7 }, expected: { 'AntMediaWebhooks StreamsPresumedEnded': 7 } },
    { found: { blocked: 1 as const }, expected: { 'AntMediaWebhooks SweepsBlocked': 1 } },
  ])('read $found from the sweeper’s line', ({ found, expected }) => {
    expect(valuesOf({ ...quiet, ...found })).toEqual(expected);
  });

  it('use the stack’s name as namespace', () => {
    expect(valuesOf({ ...quiet, missing: 1 }, 'Second')).toEqual({ 'Second StreamsMissing': 1 });
  });
});
