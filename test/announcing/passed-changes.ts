import type { TableChange } from '../../lambda/announcing/table-change.ts';
import { announcedWrites, type FilterPattern } from '../../lib/functions/announced-writes.ts';

/** Whether a write passes the filter before the announcer. */
export function isPassed({ before, after }: TableChange): boolean {
  const { pk, sk } = after;
  const dynamodb = { Keys: { pk, sk }, NewImage: after, ...(before !== undefined && { OldImage: before }) };
  const record = { eventName: before === undefined ? 'INSERT' : 'MODIFY', dynamodb };
  return announcedWrites.some((pattern) => matches(record, pattern));
}

/** Whether a value matches a pattern, as Lambda matches the rules that this project uses. */
function matches(value: unknown, pattern: FilterPattern): boolean {
  if (!isRules(pattern)) return Object.entries(pattern).every(([name, part]) => matches(Object(value)[name], part));
  return pattern.some((rule) => {
    if (typeof rule === 'string') return value === rule;
    return 'exists' in rule ? value !== undefined : typeof value === 'string' && value.startsWith(rule.prefix);
  });
}

const isRules = (pattern: FilterPattern): pattern is Extract<FilterPattern, readonly unknown[]> =>
  Array.isArray(pattern);
