import type { Colours } from '../terminal/text-table.ts';
import { IN_MEMORY } from './database.ts';
import { pathSegment } from './gateway-path.ts';
import type { Receiver } from './run-receiver.ts';
import { boardLine, boardUrl, readTokenLine, USUAL_APP, webhookLine, webhookUrl } from './webhook-urls.ts';

/** What `npm start` prints when it is ready. */
export function greeting({ url, networkUrls, token }: Receiver, dataDir: string, colours: Colours): string {
  const hooks = (origin: string) => webhookUrl(origin, USUAL_APP, pathSegment(token));
  const board = (origin: string) => boardUrl(origin, encodeURIComponent(token));
  const elsewhere = networkUrls.flatMap((origin) => [`  ${hooks(origin)}`, `  ${board(origin)}`]);
  return [
    `Receiver of Ant Media Server's webhooks; its data is in ${dataDir === IN_MEMORY ? 'memory alone' : dataDir}`,
    '',
    webhookLine(hooks(url), colours),
    boardLine(board(url), colours),
    readTokenLine(token, colours),
    ...(elsewhere.length > 0 ? ['From other machines:', ...elsewhere] : []),
    '',
    colours.dim(`Each hook is a line below. Ctrl-C ends the receiver ${losses(dataDir)}.`),
    '',
  ].join('\n');
}

const losses = (dataDir: string): string =>
  dataDir === IN_MEMORY ? `and loses all that it received: DATA_DIR is ${IN_MEMORY}` : 'and loses nothing';
