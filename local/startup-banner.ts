import type { Colours } from '../terminal/text-table.ts';
import { IN_MEMORY } from './data-dir/data-dir.ts';
import { encodePathSegment } from './http/gateway-path.ts';
import type { Receiver } from './start-receiver.ts';
import {
  authoriseLine,
  authoriseUrl,
  boardLine,
  boardUrl,
  DEFAULT_APP,
  readTokenLine,
  webhookLine,
  webhookUrl,
} from './webhook-urls.ts';

/** Returns the text that `npm start` prints when the receiver is ready. */
export function startupBanner({ url, networkUrls, token }: Receiver, dataDir: string, colours: Colours): string {
  const hooks = (origin: string) => webhookUrl(origin, DEFAULT_APP, encodePathSegment(token));
  const authorise = (origin: string) => authoriseUrl(origin, 'publish', DEFAULT_APP, encodePathSegment(token));
  const board = (origin: string) => boardUrl(origin, encodeURIComponent(token));
  const networkLines = networkUrls.flatMap((origin) => [
    `  ${hooks(origin)}`,
    `  ${board(origin)}`,
    `  ${authorise(origin)}`,
  ]);
  return [
    `Receiver of Ant Media Server's webhooks; its data is in ${dataDir === IN_MEMORY ? 'memory only' : dataDir}`,
    '',
    webhookLine(hooks(url), colours),
    boardLine(board(url), colours),
    authoriseLine(authorise(url), colours),
    readTokenLine(token, colours),
    ...(networkLines.length > 0 ? ['From other machines:', ...networkLines] : []),
    '',
    colours.dim(
      `Each hook and each question is printed as a line below. Ctrl-C stops the receiver ${lossWarning(dataDir)}.`,
    ),
    '',
  ].join('\n');
}

const lossWarning = (dataDir: string): string =>
  dataDir === IN_MEMORY ? `and deletes all data: DATA_DIR is ${IN_MEMORY}` : 'and loses nothing';
