import { pluralize } from '../../../lambda/text/pluralize.ts';
import { missingOf } from '../../concerns.ts';
import { noBreak } from '../../format.ts';
import { expectedRequest } from '../../requests.ts';
import type { Stream } from '../../responses.ts';
import { streamKey } from '../../samples.ts';
import { sortStreams } from '../../sort.ts';
import { mainTiles, type Tile, tileOf, tiles } from '../../tiles.ts';
import type { View } from '../../view.ts';
import { toPrintable } from '../../visible-text.ts';
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

type Kinds = ReadonlyMap<Stream, Tile>;

/** The page with the list of streams, or with the setup guide while there are none. */
export function StreamsPage() {
  const { view } = useBoard().state;
  const answer = useMainAnswer('/streams');
  const known = useConcerns();
  const kindOf = useKind();
  const { concerns } = known;
  const { streams = [], cursor = null } = answer?.body ?? {};
  const kinds = new Map(streams.map((stream) => [stream, kindOf(stream, answer?.now ?? 0)]));
  useTitle(`${concerns.length > 0 ? `(${concerns.length}) ` : ''}Streams`);
  const isFiltered = view.app !== '' || view.status !== '' || view.text !== '' || view.cursor !== '';
  const isEmpty = answer !== undefined && streams.length === 0 && cursor === null && !isFiltered;
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>Streams</h1>
        {!isEmpty && <StatusTiles loaded={[...kinds.values()]} />}
      </div>
      <RequestError />
      {(!isEmpty || concerns.length > 0) && <ConcernList {...known} />}
      {isEmpty ? <SetupGuide /> : <FilteredStreams answer={answer} kinds={kinds} />}
    </>
  );
}

interface FilteredStreamsProps {
  readonly answer: CurrentResponse<'/streams'> | undefined;
  /** The streams that are loaded, and what each is counted as. */
  readonly kinds: Kinds;
}

function FilteredStreams({ answer, kinds }: FilteredStreamsProps) {
  const { view } = useBoard().state;
  const rows = useShown(kinds);
  const apps = [...new Set(answer?.body.streams.map(({ app }) => app))];
  const { cursor = null } = answer?.body ?? {};
  const labels = view.text === '' ? {} : { nextLabel: 'Search on →', previousLabel: '← Back' };
  return (
    <>
      <Filters apps={apps}>
        <p class="note" role="status">
          {answer && describeCount(rows.length, cursor !== null, view)}
        </p>
      </Filters>
      {view.status === 'missing' && <MissingTable />}
      <Tables rows={rows} hasApps={apps.length > 1} at={answer?.at ?? 0} now={answer?.now ?? 0} />
      <Pager cursor={cursor} {...labels} />
    </>
  );
}

interface TablesProps {
  readonly rows: readonly Stream[];
  readonly hasApps: boolean;
  readonly at: number;
  readonly now: number;
}

function Tables({ rows, ...props }: TablesProps) {
  const live = rows.filter(({ status }) => status === 'live');
  const ended = rows.filter(({ status }) => status !== 'live');
  return (
    <>
      {live.length > 0 && <LiveTable streams={live} {...props} />}
      {ended.length > 0 && <EndedTable streams={ended} hasApps={props.hasApps} />}
    </>
  );
}

/** Returns the streams of the view that are loaded, in its order. */
function useShown(kinds: Kinds): Stream[] {
  const { view, sampleHistory } = useBoard().state;
  const isMain = mainTiles.some((tile) => tile === view.status);
  const shown = [...kinds].flatMap(([stream, kind]) => (isMain && kind !== view.status ? [] : [stream]));
  return sortStreams(shown, view.sort, sampleHistory, (stream) => tiles.indexOf(kinds.get(stream) ?? stream.status));
}

/** Returns a function that tells what a stream is counted as, at a time by the receiver's clock (ms since the epoch). */
function useKind(): (stream: Stream, now: number) => Tile {
  const { expected = [] } = useAnswer(expectedRequest)?.body ?? {};
  const missing = new Set(missingOf(expected).map(streamKey));
  return (stream, now) => tileOf(stream, missing.has(streamKey(stream)), now);
}

function describeCount(shown: number, hasMore: boolean, { app, text, sort }: View): string {
  const count = noBreak(pluralize(shown, 'stream'));
  if (!hasMore && shown > 0) return count;
  if (!hasMore) return `No streams match${app === '' ? '' : ` in the app ${toPrintable(app)}`}`;
  if (text !== '') return `${count} found so far, more to search`;
  return `${count} on this page${sort === '' ? '' : ', sorted'}, more on the next`;
}
