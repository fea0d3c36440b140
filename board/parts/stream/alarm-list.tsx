import { alarmName } from '../../../words/server-alarm.ts';
import type { Alarm } from '../../timeline-marks.ts';
import { home } from '../../view.ts';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { ViewLink } from '../view-link.tsx';

/** The alarms that are listed: the newest. */
const MAX_LISTED = 5;

/** The alarms of media servers in the time of the timeline, each with its shape. */
export function AlarmList({ alarms }: { alarms: readonly Alarm[] }) {
  const others = alarms.length - MAX_LISTED;
  if (alarms.length === 0) return null;
  return (
    <ul class="alarms" aria-label="Alarms of media servers">
      {alarms.slice(0, MAX_LISTED).map(({ kind, at, subject }) => (
        <li key={`${at} ${kind} ${subject}`}>
          <i class={kind} aria-hidden="true" /> {alarmName(kind)} of <UntrustedText text={subject} />,{' '}
          <Timestamp at={at} utc />
        </li>
      ))}
      {others > 0 && (
        <li>
          <ViewLink to={{ ...home, page: 'servers' }}>{others} more</ViewLink>
        </li>
      )}
    </ul>
  );
}
