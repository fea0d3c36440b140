import type { FailingReport } from '../../lambda/notifying/delivery/deliver.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { formatUtcTime } from '../../lambda/text/utc-time.ts';
import { toPrintable } from '../../terminal/printable.ts';

/** Time between two lines about a recipient, in ms. */
const REPEAT_MS = 3_600_000;

/** Returns a function that prints that a recipient fails, at most once an hour: what the alarm NotifyFailing is in a deployment. */
export function createFailingReports(print: (line: string) => void): (report: FailingReport) => void {
  const printedAt = new Map<string, number>();
  return (report) => {
    const now = Date.now();
    if (now - (printedAt.get(report.recipient) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
    printedAt.set(report.recipient, now);
    print(toPrintable(describeFailing(report, now)));
  };
}

function describeFailing(report: FailingReport, now: number): string {
  const { recipient, since, answered } = report;
  const [waiting, deadLetters] = [report.waiting ?? 'an unknown number', report.deadLetters ?? 0];
  const problem =
    since === null
      ? 'refuses notifications'
      : `has accepted no notification since ${formatUtcTime(new Date(since).toISOString(), now)}`;
  const hint = deadLetters === 0 ? 'list shows what it answers' : 'resend sends the dead letters again';
  return `${recipient} ${problem} (${answered}): ${waiting} waiting, ${pluralize(deadLetters, 'dead letter')}. npm run notify -- ${hint}.`;
}
