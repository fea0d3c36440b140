import { pluralize } from '../../../lambda/text/pluralize.ts';
import { noBreak } from '../../format.ts';
import type { StreamsResponse } from '../../responses.ts';
import { filterAndSort } from '../../sort.ts';
import { Pager } from '../pager.tsx';
import { RequestError } from '../request-error.tsx';
import { type CurrentResponse, useBoard, useResponse } from '../use-board.ts';
import { useTitle } from '../use-title.ts';
import { Filters } from './filters.tsx';
import { MissingStreams } from './missing-streams.tsx';
import { RefusedStreams } from './refused-streams.tsx';
import { SetupGuide } from './setup-guide.tsx';
import { StatusCounts } from './status-counts.tsx';
import { StreamTable } from './stream-table.tsx';

/** The page with the list of streams, or with the setup guide while there are none. */
export function StreamsPage() {
  const { view } = useBoard().state;
  const response = useResponse<StreamsResponse>();
  const streams = response?.body.streams ?? [];
  const isPart = view.cursor !== '' || typeof response?.body.cursor === 'string';
  const live = streams.filter(({ status }) => status === 'live').length;
  useTitle(response ? `${live}${isPart ? '+' : ''} live – Streams` : 'Streams');
  const isEmpty = response !== undefined && streams.length === 0 && !view.app && !view.status && !isPart;
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>Streams</h1>
        {response && !isEmpty && <StatusCounts streams={streams} isPart={isPart} />}
      </div>
      <RequestError />
      <MissingStreams />
      <RefusedStreams streams={streams} />
      {isEmpty ? <SetupGuide /> : <LoadedStreams response={response} isPart={isPart} />}
    </>
  );
}

interface LoadedStreamsProps {
  readonly response: CurrentResponse<StreamsResponse> | undefined;
  /** Whether there are streams on other pages. */
  readonly isPart: boolean;
}

function LoadedStreams({ response, isPart }: LoadedStreamsProps) {
  const { view, sampleHistory } = useBoard().state;
  const streams = response?.body.streams ?? [];
  const rows = filterAndSort(streams, view.text, view.sort, sampleHistory);
  return (
    <>
      <Filters apps={[...new Set(streams.map(({ app }) => app))]} />
      <p class="note" aria-live={view.text === '' ? 'off' : 'polite'}>
        {response && describeCount(rows.length, streams.length, isPart)}
      </p>
      {response && rows.length > 0 && <StreamTable streams={rows} at={response.at} />}
      {response && rows.length === 0 && <p class="nothing">{describeNothing(response.body)}</p>}
      <Pager cursor={response?.body.cursor ?? null} />
    </>
  );
}

/** An empty page need not be the last one: with many apps, each response covers only some of them. */
function describeNothing({ streams, cursor }: StreamsResponse): string {
  return streams.length === 0 && cursor !== null
    ? 'No matches on this page, but there are more pages.'
    : 'No streams match.';
}

/** Text and order apply only to what is loaded, which the page states when there is more. */
function describeCount(shown: number, loaded: number, isPart: boolean): string {
  const count = noBreak(pluralize(loaded, 'stream'));
  const all = isPart ? `${count} loaded, more available: text and order apply to the loaded ones` : count;
  return shown === loaded ? all : `${shown} of ${all}`;
}
