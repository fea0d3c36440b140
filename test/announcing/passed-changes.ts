import type { TableChange } from '../../lambda/announcing/table-change.ts';

/** Whether a write passes the filter before the announcer: that of the event source mapping, and of the local journal. */
export function isPassed({ before, after }: TableChange): boolean {
  const { moved, recording, error, kind, pk } = after;
  if (moved?.S === '1') return true;
  const isFact = recording !== undefined || error !== undefined || (kind !== undefined && pk?.S?.startsWith('host#'));
  return before === undefined && isFact === true;
}
