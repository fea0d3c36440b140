import { pluralize } from '../../../lambda/text/pluralize.ts';
import { noBreak } from '../../format.ts';
import { expectedRequest } from '../../requests.ts';
import type { Stream } from '../../responses.ts';
import { streamKey } from '../../samples.ts';
import { sortStreams } from '../../sort.ts';
import { mainTiles, tileOf, tiles } from '../../tiles.ts';
import { Pager } from '../pager.tsx';
import { RequestError } from '../request-error.tsx';
import { type CurrentResponse, useAnswer, useBoard, useMainAnswer } from '../use-board.ts';
import { useTitle } from '../use-title.ts';
import { ConcernList } from './concern-list.tsx';
import { EndedTable } from './ended-table.tsx';
import { Filters } from './filters.tsx';
import { LiveTable } from './live-table.tsx';
import { MissingTable } from './missing-table.tsx';
import { SetupGuide } from './setup-guide.tsx';
import { StatusTiles } from './status-tiles.tsx';
import { useConcerns } from './use-concerns.ts';

/** The page with the list of streams, or with the setup guide while there are none. */
export function StreamsPage() {
  const { view } = useBoard().state;
  const answer = useMainAnswer('/streams');
  const known = useConcerns();
  const { concerns } = known;
  const { streams = [], cursor = null } = answer?.body ?? {};
  useTitle(`${concerns.length > 0 ? `(${concerns.length}) ` : ''}Streams`);
  const isFiltered = view.app !== '' || view.status !== '' || view.text !== '' || view.cursor !== '';
  const isEmpty = answer !== undefined && streams.length === 0 && cursor === null && !isFiltered;
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>Streams</h1>
        {!isEmpty && <StatusTiles />}
      </div>
      <RequestError />
      {(!isEmpty || concerns.length > 0) && <ConcernList {...known} />}
      {isEmpty ? <SetupGuide /> : <FilteredStreams answer={answer} />}
    </>
  );
}

function FilteredStreams({ answer }: { answer: CurrentResponse<'/streams'> | undefined }) {
  const { view } = useBoard().state;
  const rows = useShown(answer);
  const apps = [...new Set(answer?.body.streams.map(({ app }) => app))];
  const { cursor = null } = answer?.body ?? {};
  const labels = view.text === '' ? {} : { nextLabel: 'Search on →', previousLabel: '← Back' };
  return (
    <>
      <Filters apps={apps}>
        <p class="note" role="status">
          {answer && describeCount(rows.length, cursor !== null, view.text !== '')}
        </p>
      </Filters>
      {view.status === 'missing' && <MissingTable />}
      <Tables rows={rows} hasApps={apps.length > 1} at={answer?.at ?? 0} />
      <Pager cursor={cursor} {...labels} />
    </>
  );
}

function Tables({ rows, hasApps, at }: { rows: readonly Stream[]; hasApps: boolean; at: number }) {
  const live = rows.filter(({ status }) => status === 'live');
  const ended = rows.filter(({ status }) => status !== 'live');
  return (
    <>
      {live.length > 0 && <LiveTable streams={live} hasApps={hasApps} at={at} />}
      {ended.length > 0 && <EndedTable streams={ended} hasApps={hasApps} />}
    </>
  );
}

/** Returns the streams of the view that are loaded, in its order. */
function useShown(answer: CurrentResponse<'/streams'> | undefined): Stream[] {
  const { view, sampleHistory } = useBoard().state;
  const isMissing = useIsMissing();
  if (answer === undefined) return [];
  const { body, now } = answer;
  const kindOf = (stream: Stream) => tileOf(stream, isMissing(stream), now);
  const isMain = mainTiles.some((tile) => tile === view.status);
  const shown = body.streams.filter((stream) => !isMain || kindOf(stream) === view.status);
  return sortStreams(shown, view.sort, sampleHistory, (stream) => tiles.indexOf(kindOf(stream)));
}

/** Returns a function that tells whether a stream is expected, and missing. */
function useIsMissing(): (stream: Stream) => boolean {
  const { expected = [] } = useAnswer(expectedRequest)?.body ?? {};
  const missing = new Set(expected.filter(({ state }) => state === 'missing').map(streamKey));
  return (stream) => missing.has(streamKey(stream));
}

function describeCount(shown: number, hasMore: boolean, isSearch: boolean): string {
  const count = noBreak(pluralize(shown, 'stream'));
  if (!hasMore) return shown === 0 ? 'No streams match' : count;
  if (isSearch) return `${count} found so far, more to search`;
  return `${count} on this page, more on the next`;
}
