import type { ExpectedJson } from '../../lambda/reading/expected.ts';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { TerminalStyle } from '../../terminal/text-table.ts';
import type { RefusalPage } from '../../words/refusals-of-hour.ts';
import { fetchExpectation, fetchMissing } from './fetch-expected.ts';
import { fetchRefusals, noRefusals } from './fetch-refusals.ts';
import { fetchStream, fetchStreams, type StreamDetail, type StreamList } from './fetch-streams.ts';
import { findTarget } from './find-target.ts';
import { ReadApiClient } from './read-api-client.ts';
import { renderList } from './render-list.ts';
import { renderMissing } from './render-missing.ts';
import { renderRefusals } from './render-refusals.ts';
import { renderStream } from './render-stream.ts';
import { openScreen, rowsOnScreen } from './screen.ts';
import { parseStreamName, type StreamsOptions } from './streams-options.ts';
import { watch } from './watch.ts';

/** A query of the read API and the two forms of its result. */
interface Query<T> {
  readonly load: () => Promise<T>;
  /** The part of the result that --json prints. */
  readonly toJson: (result: T) => unknown;
  readonly render: (result: T, now: number, style: TerminalStyle) => string;
}

/** Prints the table of streams, or one stream, once or with --watch repeatedly. */
export async function showStreams(
  first: string | undefined,
  id: string | undefined,
  options: StreamsOptions,
): Promise<void> {
  const api = new ReadApiClient(await findTarget(options));
  if (first !== undefined) return show(api, streamQuery(api, first, id, options), options);
  return show(api, listQuery(api, options), options);
}

function streamQuery(api: ReadApiClient, first: string, id: string | undefined, options: StreamsOptions) {
  if (options.app ?? options.status ?? options.q ?? options.room ?? options.limit)
    throw new Error(
      'Received a stream with --app, --status, --q, --room or --limit, expected these options only with the table of streams.',
    );
  const name = parseStreamName(first, id);
  return {
    load: async () => {
      const expected = options.json ? undefined : await fetchExpectation(api, name);
      return { stream: await fetchStream(api, name, expected), expected };
    },
    toJson: ({ stream }: StreamResult) => stream,
    render: ({ stream, expected }: StreamResult, now: number, style: TerminalStyle) =>
      renderStream(stream, now, style, expected),
  };
}

interface StreamResult {
  readonly stream: StreamDetail;
  readonly expected: ExpectedJson | undefined;
}

function listQuery(api: ReadApiClient, options: StreamsOptions) {
  return {
    load: async () => {
      const fetchingMissing = options.json ? [] : fetchMissing(api, options.app);
      const fetchingRefusals = options.json ? noRefusals : fetchRefusals(api, options.app);
      const [list, missing, refusals] = await Promise.all([
        fetchStreams(api, options),
        fetchingMissing,
        fetchingRefusals,
      ]);
      return { list, missing, refusals };
    },
    toJson: ({ list }: ListResult) => list.streams,
    render: ({ missing, list, refusals }: ListResult, now: number, style: TerminalStyle) => {
      const above = renderMissing(missing, now, style);
      const below = renderRefusals(refusals, now, style);
      const rows = options.watch ? rowsOnScreen(above.length + below.length) : undefined;
      return [...above, renderList(list, now, style, rows), ...below].join('\n');
    },
  };
}

interface ListResult {
  readonly missing: readonly ExpectedJson[];
  readonly list: StreamList;
  readonly refusals: RefusalPage;
}

async function show<T>(api: ReadApiClient, { load, toJson, render }: Query<T>, options: StreamsOptions): Promise<void> {
  if (options.watch) return watch(api, load, render, openScreen());
  const result = await load();
  console.log(options.json ? toPrintableJson(toJson(result)) : render(result, Date.now(), detectTerminal()));
}
