import type { StreamAnswer } from '../answers.ts';
import { inOrder, keyOf, sampleOf } from '../samples.ts';
import { titleOf } from '../visible-text.ts';
import { Copy } from './copy.tsx';
import { Events } from './event-list.tsx';
import { HealthPicture } from './health-picture.tsx';
import { Recordings } from './recording-list.tsx';
import { Problem } from './request-error.tsx';
import { Sessions } from './session-list.tsx';
import { StatusMark } from './status-mark.tsx';
import { Facts } from './stream-details.tsx';
import { Tracks } from './track-list.tsx';
import { Outside } from './untrusted-text.tsx';
import { useAnswer } from './use-answer.ts';
import { useBoard } from './use-board.ts';
import { useTitle } from './use-title.ts';
import { ViewLink } from './view-link.tsx';

/** All that is told of one stream. */
export function StreamPage() {
  const { view, list, seen } = useBoard().state;
  const told = useAnswer<StreamAnswer>();
  const stream = told?.answer;
  const title = titleOf({ name: stream?.name ?? null, id: view.id });
  useTitle(`${title} – Streams`);
  const health = stream?.health ? [sampleOf(stream.health)] : [];
  const samples = inOrder([
    ...(stream?.healthHistory.map(sampleOf) ?? []),
    ...(seen.get(keyOf(view)) ?? []),
    ...health,
  ]);
  return (
    <>
      <ViewLink to={list} class="back">
        ← All streams
      </ViewLink>
      <div class="title">
        <h1 tabIndex={-1}>
          <Outside text={title} />
        </h1>
        {stream && <StatusMark stream={stream} />}
      </div>
      <p class="id">
        <Outside text={view.app} /> / <Outside text={view.id} /> <Copy text={view.id} what="id" />
      </p>
      <Problem />
      {told && stream && (
        <>
          <Facts stream={stream} at={told.at} />
          <HealthPicture samples={samples} sessions={stream.sessions} />
          <Sessions sessions={stream.sessions} at={told.at} now={told.now} />
          <Tracks app={stream.app} tracks={stream.tracks} />
          <Recordings recordings={stream.recordings} />
          <Events latest={stream.events} />
        </>
      )}
    </>
  );
}
