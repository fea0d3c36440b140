import type { StreamsAnswer } from '../answers.ts';
import { count } from '../board-words.ts';
import { arranged } from '../sort.ts';
import { Empty } from './empty.tsx';
import { Filters } from './filters.tsx';
import { Pager } from './pager.tsx';
import { Problem } from './request-error.tsx';
import { Summary } from './status-counts.tsx';
import { StreamTable } from './stream-table.tsx';
import { useAnswer } from './use-answer.ts';
import { useBoard } from './use-board.ts';
import { useTitle } from './use-title.ts';

/** Every stream, the live ones first. */
export function StreamsPage() {
  const { state } = useBoard();
  const told = useAnswer<StreamsAnswer>();
  const { view, seen } = state;
  const streams = told?.answer.streams ?? [];
  const rows = arranged(streams, view.text, view.sort, seen);
  const isPart = view.cursor !== '' || typeof told?.answer.cursor === 'string';
  const live = streams.filter(({ status }) => status === 'live').length;
  useTitle(told ? `${live}${isPart ? '+' : ''} live – Streams` : 'Streams');
  const isEmpty = told !== undefined && streams.length === 0 && !view.app && !view.status && !isPart;
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>Streams</h1>
        {told && !isEmpty && <Summary streams={streams} isPart={isPart} />}
      </div>
      <Problem />
      {isEmpty ? (
        <Empty />
      ) : (
        <>
          <Filters apps={[...new Set(streams.map(({ app }) => app))]} />
          <p class="note" aria-live={view.text === '' ? 'off' : 'polite'}>
            {told && shownWords(rows.length, streams.length, isPart)}
          </p>
          {told && rows.length > 0 && <StreamTable streams={rows} at={told.at} />}
          {told && rows.length === 0 && <p class="nothing">{nothingWords(told.answer)}</p>}
          <Pager cursor={told?.answer.cursor ?? null} />
        </>
      )}
    </>
  );
}

/** A page may be empty though there are more: of many apps each answer looks into some. */
function nothingWords({ streams, cursor }: StreamsAnswer): string {
  return streams.length === 0 && cursor !== null ? 'None is on this page: go on.' : 'No stream is as asked for.';
}

/** What is searched and sorted is what is loaded: the page says so where there is more. */
function shownWords(shown: number, loaded: number, isPart: boolean): string {
  const all = isPart
    ? `${count(loaded, 'stream')} loaded of more: text and order apply to these`
    : count(loaded, 'stream');
  return shown === loaded ? all : `${shown} of ${all}`;
}
