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
  if (options.app ?? options.status ?? options.limit)
    throw new Error(
      'Received a stream with --app, --status or --limit, expected these options only with the table of streams.',
    );
  const name = parseStreamName(first, id);
  return { load: () => fetchStream(api, name), toJson: (stream: object) => stream, render: renderStream };
}

function listQuery(api: ReadApiClient, options: StreamsOptions) {
  const render = (list: StreamList, now: number, style: TerminalStyle) =>
    renderList(list, now, style, options.watch ? rowsOnScreen() : undefined);
  return { load: () => fetchStreams(api, options), toJson: ({ streams }: StreamList) => streams, render };
}

async function show<T>(api: ReadApiClient, { load, toJson, render }: Query<T>, options: StreamsOptions): Promise<void> {
  if (options.watch) return watch(api, load, render, openScreen());
  const result = await load();
  console.log(options.json ? toPrintableJson(toJson(result)) : render(result, Date.now(), detectTerminal()));
}
