import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { TerminalStyle } from '../../terminal/text-table.ts';
import { fetchStream, fetchStreams, type StreamList } from './fetch-streams.ts';
import { findTarget } from './find-target.ts';
import { ReadApiClient } from './read-api-client.ts';
import { renderList } from './render-list.ts';
import { renderStream } from './render-stream.ts';
import { openScreen, rowsOnScreen } from './screen.ts';
import { parseStreamName, type StreamsOptions } from './streams-options.ts';
import { watch } from './watch.ts';

/** Something to ask for, and what it looks like. */
interface Query<T> {
  readonly ask: () => Promise<T>;
  /** What of the answer machines get. */
  readonly json: (answer: T) => unknown;
  readonly view: (answer: T, now: number, look: TerminalStyle) => string;
}

/** Shows the table of streams, or the one stream that is named: once, or again and again. */
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
  if (options.app ?? options.status ?? options.limit)
    throw new Error(
      'Received a stream with --app, --status or --limit, expected these for the table of streams alone.',
    );
  const name = parseStreamName(first, id);
  return { ask: () => fetchStream(api, name), json: (stream: object) => stream, view: renderStream };
}

function listQuery(api: ReadApiClient, options: StreamsOptions) {
  const view = (answer: StreamList, now: number, style: TerminalStyle) =>
    renderList(answer, now, style, options.watch ? rowsOnScreen() : undefined);
  return { ask: () => fetchStreams(api, options), json: ({ streams }: StreamList) => streams, view };
}

async function show<T>(api: ReadApiClient, { ask, json, view }: Query<T>, options: StreamsOptions): Promise<void> {
  if (options.watch) return watch(api, ask, view, openScreen());
  const answer = await ask();
  console.log(options.json ? toPrintableJson(json(answer)) : view(answer, Date.now(), detectTerminal()));
}
