import { missingOf } from '../../concerns.ts';
import { expectedRequest } from '../../requests.ts';
import { samplesOf } from '../../samples.ts';
import { titleOf } from '../../visible-text.ts';
import { CopyButton } from '../copy-button.tsx';
import { Elapsed } from '../elapsed.tsx';
import { ExternalLink, isWebAddress } from '../external-link.tsx';
import { RequestError } from '../request-error.tsx';
import { StatusHeading } from '../status-mark.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { type CurrentResponse, useAnswer, useBoard, useMainAnswer } from '../use-board.ts';
import { useTitle } from '../use-title.ts';
import { ViewLink } from '../view-link.tsx';
import { EventList } from './event-list.tsx';
import { HealthCharts } from './health-charts.tsx';
import { RecordingList } from './recording-list.tsx';
import { Sentence } from './sentence.tsx';
import { SessionList } from './session-list.tsx';
import { StreamDetails } from './stream-details.tsx';
import { TrackList } from './track-list.tsx';

/** The page of one stream. */
export function StreamPage() {
  const { view, list } = useBoard().state;
  const response = useMainAnswer('/stream');
  const title = titleOf({ name: response?.body.name ?? null, id: view.id });
  const playUrl = response?.body.playUrl;
  const isMissing = useMissing() !== undefined;
  useTitle(`${title} – Streams`);
  return (
    <>
      <ViewLink to={list} class="back">
        ← All streams
      </ViewLink>
      <div class="title">
        <h1 tabIndex={-1}>
          <UntrustedText text={title} />
        </h1>
        {response && <StatusHeading stream={response.body} />}
        {isWebAddress(playUrl) && <ExternalLink url={playUrl}>Play</ExternalLink>}
      </div>
      <Missing isKnown={response !== undefined} />
      {response && <Sentence response={response} />}
      <p class="id">
        <UntrustedText text={view.app} /> / <UntrustedText text={view.id} /> <CopyButton text={view.id} label="id" />
      </p>
      {isMissing && response === undefined ? null : <RequestError />}
      {response && <Sections response={response} />}
    </>
  );
}

/** Returns the stream as it is expected, if it is missing. */
function useMissing() {
  const { view } = useBoard().state;
  const { expected = [] } = useAnswer(expectedRequest)?.body ?? {};
  return missingOf(expected, view.app).find(({ id }) => id === view.id);
}

/** Says that a stream is expected, and for how long it has been missing. */
function Missing({ isKnown }: { isKnown: boolean }) {
  const now = useAnswer(expectedRequest)?.now ?? 0;
  const missing = useMissing();
  if (missing === undefined) return null;
  return (
    <p class="sentence bad">
      Expected, and missing for <Elapsed since={missing.since} now={now} />.
      {!isKnown && ' No hook of it has ever arrived: check its id, and the webhook URL of its media server.'}
    </p>
  );
}

function Sections({ response: { body: stream, at, now } }: { response: CurrentResponse<'/stream'> }) {
  const { sampleHistory } = useBoard().state;
  const samples = samplesOf(stream, sampleHistory);
  return (
    <>
      <StreamDetails stream={stream} />
      <HealthCharts stream={stream} samples={samples} />
      <SessionList stream={stream} samples={samples} at={at} now={now} />
      <TrackList app={stream.app} tracks={stream.tracks} />
      <RecordingList recordings={stream.recordings} />
      <EventList latest={stream.events} />
    </>
  );
}
