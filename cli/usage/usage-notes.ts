import { pluralize } from '../../lambda/text/pluralize.ts';
import type { UsageReport } from './usage-report.ts';

/** Returns the sentences that say what may still change in a report, and why. */
export function notesOf({ period, countedTo, total }: UsageReport): string[] {
  const { open, presumedEnds, startUnknown } = total;
  const until = new Date(countedTo).toISOString();
  const isOver = countedTo === period.to;
  return [
    ...(isOver ? [] : [`The period is not over: it is counted to now, ${until}.`]),
    ...(open > 0
      ? [`${pluralize(open, 'open session')}: counted to ${isOver ? 'the end of the period' : 'now'}.`]
      : []),
    ...(presumedEnds > 0
      ? [
          `${pluralize(presumedEnds, 'presumed end')}: no hook has reported one, so a late hook may still move it. No sign of the stream came after it.`,
        ]
      : []),
    ...(startUnknown > 0
      ? [
          `${pluralize(startUnknown, 'session')} without a known start (the hook was missed): not counted, so there may be more minutes.`,
        ]
      : []),
  ];
}
