import { fitsKey, isStreamId, MAX_NAME_LENGTH } from '../../lambda/stream/names.ts';
import type { StreamName } from '../forget/stream-name.ts';
import { parseStreamName } from '../streams/streams-options.ts';

/** Parses `APP/ID` or `APP ID`. Throws for a name that no stream can have, since it would be missing for ever. */
export function parseExpectedName(first: string, second: string | undefined): StreamName {
  const { app, id } = parseStreamName(first, second);
  if (!fitsKey(app) || /^\.{1,2}$|^\*$|[/\p{C}]/u.test(app))
    throw new Error(`App: received "${app}", expected the {app} of POST /hooks/{app}/{token}, such as LiveApp.`);
  if (!isStreamId(id))
    throw new Error(
      `ID: received one of ${id.length} characters, expected at most ${MAX_NAME_LENGTH} without control characters.`,
    );
  return { app, id };
}
