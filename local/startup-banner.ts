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

/** Returns the text that `npm start` prints when the receiver is ready. Sentences fit into 80 columns; URLs have lines of their own. */
export function startupBanner(receiver: Receiver, dataDir: string, colours: Colours): string {
  const { url, token } = receiver;
  return [
    `Receiver of Ant Media Server's webhooks; its data is in ${dataDir === IN_MEMORY ? 'memory only' : dataDir}`,
    '',
    webhookLine(hookAt(url, token), colours),
    boardLine(boardAt(url, token), colours),
    authoriseLine(authoriseUrl(url, 'publish', DEFAULT_APP, encodePathSegment(token)), colours),
    readTokenLine(token, colours),
    '',
    ...linesForOthers(receiver),
    'To have the settings of a media server set for you: npm run doctor -- --help',
    '',
    colours.dim('Each hook and each question is printed as a line below.'),
    colours.dim(`Ctrl-C stops the receiver ${lossWarning(dataDir)}.`),
    '',
  ].join('\n');
}

const hookAt = (origin: string, token: string) => webhookUrl(origin, DEFAULT_APP, encodePathSegment(token));
const boardAt = (origin: string, token: string) => boardUrl(origin, encodeURIComponent(token));

/** Returns the URLs for containers and other machines, with what to know about them; for a loopback address, how to get them. */
function linesForOthers({ isLoopback, containerUrls, networkUrls, token }: Receiver): string[] {
  if (isLoopback) return ['For a media server in Docker, or on another machine: HOST=0.0.0.0 npm start'];
  const containers = containerUrls.map((origin) => hookAt(origin, token));
  const machines = networkUrls.flatMap((origin) => [hookAt(origin, token), boardAt(origin, token)]);
  return [
    ...under('From a container on this machine:', containers),
    ...under('From other machines:', machines),
    ...(containers.length === 0
      ? []
      : ['On Linux a container knows host.docker.internal only by this docker run option:', `  ${ADD_HOST_OPTION}`]),
    ...(containers.length + machines.length === 0 ? [] : ['The authorise URL has the same host there.']),
    'Anyone who reaches this machine can try to send: only the token protects it, and',
    'that is not encrypted on its way. Use a network that you trust.',
    '',
  ];
}

/** What Docker Desktop does by itself. */
const ADD_HOST_OPTION = '--add-host=host.docker.internal:host-gateway';

const under = (heading: string, urls: readonly string[]): string[] =>
  urls.length === 0 ? [] : [heading, ...urls.map((url) => `  ${url}`)];

const lossWarning = (dataDir: string): string =>
  dataDir === IN_MEMORY ? `and deletes all data: DATA_DIR is ${IN_MEMORY}` : 'and loses nothing';
