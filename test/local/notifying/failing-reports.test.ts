import { expect, test, vi } from 'vitest';
import type { FailingReport } from '../../../lambda/notifying/delivery/deliver.ts';
import { createFailingReports } from '../../../local/notifying/failing-reports.ts';

const failing: FailingReport = {
  recipient: 'team',
  waiting: 12,
  deadLetters: 0,
  since: Date.UTC(2026, 0, 2, 12),
  answered: 'answered 500',
};

test('prints one line an hour and recipient', ({ onTestFinished }) => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 2, 12, 20), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const lines: string[] = [];
  const report = createFailingReports((line) => lines.push(line));
  report(failing);
  report(failing);
  report({ ...failing, recipient: 'other', waiting: 0, deadLetters: 1, since: null, answered: 'answered 400' });
  vi.advanceTimersByTime(3_600_000);
  report({ ...failing, deadLetters: 2 });
  expect(lines).toEqual([
    'team has accepted no notification since 12:00:00 UTC (answered 500): 12 waiting, 0 dead letters. npm run notify -- list shows what it answers.',
    'other refuses notifications (answered 400): 0 waiting, 1 dead letter. npm run notify -- resend sends the dead letters again.',
    'team has accepted no notification since 12:00:00 UTC (answered 500): 12 waiting, 2 dead letters. npm run notify -- resend sends the dead letters again.',
  ]);
});
