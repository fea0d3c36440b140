import { capitalise } from '../../format.ts';
import { activityLists } from '../../view.ts';
import { Pager } from '../pager.tsx';
import { RequestError } from '../request-error.tsx';
import { useBoard } from '../use-board.ts';
import { useTitle } from '../use-title.ts';
import { ViewLink } from '../view-link.tsx';
import { ActivityFilters } from './activity-filters.tsx';
import { ActivityRows } from './activity-rows.tsx';
import { CompletenessNote } from './completeness-note.tsx';
import { useActivity } from './use-activity.ts';

/** The page of what happened to all streams, by time: events, sessions or recordings. */
export function ActivityPage() {
  const { view } = useBoard().state;
  const response = useActivity();
  useTitle(`${capitalise(view.list)} – Streams`);
  return (
    <div class="activity">
      <div class="head">
        <h1 tabIndex={-1}>Activity</h1>
        <ListLinks />
      </div>
      <ActivityFilters response={response} />
      <RequestError />
      {response && <CompletenessNote response={response} />}
      {response && <ActivityRows response={response} />}
      <Pager cursor={response?.body.cursor ?? null} />
    </div>
  );
}

function ListLinks() {
  const { view } = useBoard().state;
  return (
    <nav class="tiles" aria-label="Lists">
      {activityLists.map((list) => (
        <ViewLink
          key={list}
          to={{ ...view, list, action: '', cursor: '' }}
          current={list === view.list ? 'page' : undefined}
        >
          {capitalise(list)}
        </ViewLink>
      ))}
    </nav>
  );
}
