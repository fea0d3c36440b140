import { jsonText } from '../../terminal/printable.ts';
import { lookOf } from '../../terminal/run-command.ts';
import type { Look } from '../../terminal/text-table.ts';
import { askStream, askStreams, type Streams } from './ask-receiver.ts';
import { listView } from './list-view.ts';
import { ReadApi } from './read-api.ts';
import { openScreen, rowsOnScreen } from './screen.ts';
import { streamView } from './stream-view.ts';
import { readStreamName, type Wanted } from './streams-options.ts';
import { findTarget } from './target.ts';
import { watch } from './watch.ts';

/** Something to ask for, and what it looks like. */
interface Question<T> {
  readonly ask: () => Promise<T>;
  /** What of the answer machines get. */
  readonly json: (answer: T) => unknown;
  readonly view: (answer: T, now: number, look: Look) => string;
}

/** Shows the table of streams, or the one stream that is named: once, or again and again. */
export async function showStreams(first: string | undefined, id: string | undefined, wanted: Wanted): Promise<void> {
  const api = new ReadApi(await findTarget(wanted));
  if (first !== undefined) return show(api, oneStream(api, first, id, wanted), wanted);
  return show(api, manyStreams(api, wanted), wanted);
}

function oneStream(api: ReadApi, first: string, id: string | undefined, wanted: Wanted) {
  if (wanted.app ?? wanted.status ?? wanted.limit)
    throw new Error(
      'Received a stream with --app, --status or --limit, expected these for the table of streams alone.',
    );
  const name = readStreamName(first, id);
  return { ask: () => askStream(api, name), json: (stream: object) => stream, view: streamView };
}

function manyStreams(api: ReadApi, wanted: Wanted) {
  const view = (answer: Streams, now: number, look: Look) =>
    listView(answer, now, look, wanted.watch ? rowsOnScreen() : undefined);
  return { ask: () => askStreams(api, wanted), json: ({ streams }: Streams) => streams, view };
}

async function show<T>(api: ReadApi, { ask, json, view }: Question<T>, wanted: Wanted): Promise<void> {
  if (wanted.watch) return watch(api, ask, view, openScreen());
  const answer = await ask();
  console.log(wanted.json ? jsonText(json(answer)) : view(answer, Date.now(), lookOf()));
}
