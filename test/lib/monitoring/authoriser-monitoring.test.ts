import { describe, expect, it, test, vi } from 'vitest';
import type { AuthorisationLogLine } from '../../../lambda/authorising/authoriser-deps.ts';
import { writeLogLine } from '../../../lambda/function-env.ts';
import * as policy from '../../../lambda/stream/refusal.ts';
import { refusalReasons } from '../../../lib/monitoring/authoriser-monitoring.ts';
import { fieldOf, matchesFilterPattern } from '../filter-pattern.ts';
import { constructNameOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

/** Returns a line as the authoriser writes it. */
function lineOf(line: AuthorisationLogLine): string {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  writeLogLine(line);
  const text = written.mock.calls.map(([part]) => String(part)).join('');
  written.mockRestore();
  return text;
}

/** Returns the metrics that count a line of the authoriser's log, with their dimension. */
function countedBy(line: string): string[] {
  return Object.values(templateOf().findResources('AWS::Logs::MetricFilter'))
    .map(({ Properties }) => Properties)
    .filter(({ LogGroupName }) => constructNameOf(LogGroupName.Ref) === 'AuthoriserLogs')
    .filter(({ FilterPattern }) => matchesFilterPattern(line, FilterPattern))
    .map(({ MetricTransformations: [{ MetricName, Dimensions = [] }] }) => {
      const by = Dimensions.map(({ Value }: { Value: string }) => fieldOf(line, Value.slice(2)));
      return [MetricName, ...by].join(' ');
    })
    .sort();
}

describe('a question', () => {
  const line = { app: 'LiveApp', use: 'publish', id: 'cam-1', ms: 3 } as const;
  it.each<{ what: string; line: AuthorisationLogLine; expected: string[] }>([
    { what: 'allowed', line: { ...line, status: 200, keyId: 'abcdefgh' }, expected: [] },
    {
      what: 'refused',
      line: { ...line, status: 403, reason: 'noKey' },
      expected: ['PublishRefused', 'QuestionsRefused noKey'],
    },
    {
      what: 'refused at a wrong URL',
      line: { use: 'publish', status: 403, reason: 'wrongUrl', ms: 3 },
      expected: ['PublishRefused', 'QuestionsRefused wrongUrl'],
    },
    { what: 'not answered in time', line: { ...line, status: 503, error: 'no answer' }, expected: ['PublishRefused'] },
    { what: "at a path that is not the authoriser's", line: { use: 'publish', status: 404, ms: 3 }, expected: [] },
    { what: 'too large', line: { ...line, status: 413 }, expected: ['PublishRefused'] },
    {
      what: 'of a player, refused',
      line: { ...line, use: 'play', status: 403, reason: 'expired' },
      expected: ['QuestionsRefused expired'],
    },
    { what: 'of a player, not answered in time', line: { ...line, use: 'play', status: 503 }, expected: [] },
  ])('that is $what counts as $expected', ({ line, expected }) => expect(countedBy(lineOf(line))).toEqual(expected));
});

test('the dashboard shows every reason', () => expect(refusalReasons).toEqual(policy.refusalReasons));
