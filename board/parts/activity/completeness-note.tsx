import { activityRequest } from '../../requests.ts';
import { Timestamp } from '../timestamp.tsx';
import { useBoard } from '../use-board.ts';
import type { ActivityResponse } from './use-activity.ts';

const DAY_MS = 86_400_000;

/** Says from when on the list is complete, where the period begins earlier. */
export function CompletenessNote({ response: { headers, now } }: { response: ActivityResponse }) {
  const { view } = useBoard().state;
  const { from } = activityRequest(view).query;
  const begin = from === undefined ? now - DAY_MS : Date.parse(from);
  const since = headers.get('complete-since');
  if (since === null || Date.parse(since) <= begin) return null;
  return (
    <p class="note">
      Complete from <Timestamp at={since} utc /> on: of what happened before, some may be missing here.
    </p>
  );
}
