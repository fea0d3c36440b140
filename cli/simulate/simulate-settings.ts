import type { Running } from '../../local/data-dir.ts';
import { pathSegment } from '../../local/gateway-path.ts';
import { USUAL_APP } from '../../local/webhook-urls.ts';
import type { ReadApi } from './actual.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { duplicatePercent, type Typed } from './simulate-command.ts';
import { type Encoding, first, isSince, knownVersions, type Version, versionOf } from './versions.ts';

/** What to play, for whom, and how. */
export interface Settings {
  /** The webhook URL. */
  readonly url: URL;
  /** The name of the media server's application. */
  readonly app: string;
  readonly ams: Version;
  readonly encoding: Encoding;
  readonly scenarios: readonly ScenarioName[];
  readonly streams: number;
  readonly rate: number;
  readonly shuffle: boolean;
  readonly duplicate: number;
  readonly seed: number;
  readonly retries: number;
  /** Where to compare; undefined when nobody wants it, or the URL is none of this project's receiver. */
  readonly api: ReadApi | undefined;
}

/** What the options mean together. Throws with a line for a person when they do not go together. */
export function settingsOf(typed: Typed, running: Running | undefined, chance: number): Settings {
  const ams = versionOf(typed.ams);
  if (ams === undefined)
    throw new Error(`--ams: received "${typed.ams}", expected one of ${knownVersions}, or a patch such as 2.17.1.`);
  const url = urlOf(typed, running);
  const { app, token, base } = partsOf(url);
  if (app === undefined && typed.compare) throw new Error(noWebhookUrl(url));
  const own = running !== undefined && new URL(running.url).origin === url.origin ? running.token : undefined;
  const readToken = typed.token ?? own ?? token;
  return {
    url,
    app: app ?? USUAL_APP,
    ams,
    encoding: encodingOf(typed, ams),
    scenarios: scenariosOf(typed.scenario ?? 'all'),
    streams: typed.streams,
    rate: typed.rate,
    shuffle: typed.shuffle === true,
    duplicate: duplicatePercent(typed),
    seed: typed.seed ?? chance,
    retries: retriesOf(typed, ams),
    api:
      typed.compare && app !== undefined && readToken !== undefined ? { url: base, app, token: readToken } : undefined,
  };
}

function urlOf({ url }: Typed, running: Running | undefined): URL {
  const text = url ?? (running && `${running.url}/hooks/LiveApp/${pathSegment(running.token)}`);
  if (text === undefined)
    throw new Error('No receiver runs on this machine: start one with npm start, or name a webhook URL with --url.');
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new Error(
      `--url: received "${text}", expected a webhook URL such as http://127.0.0.1:3000/hooks/LiveApp/TOKEN.`,
    );
  return new URL(text);
}

/** The path is not repeated: a part of it may be a token. */
const noWebhookUrl = ({ origin }: URL): string =>
  `--url: expected a webhook URL of this project, such as ${origin}/hooks/LiveApp/TOKEN (npm start and npm run deploy print it), received another path there. Any other receiver is played to with --no-compare.`;

/** The parts of `…/hooks/{app}/{token}`; another receiver's URL has none. */
function partsOf({ origin, pathname }: URL): { base: string; app?: string; token?: string } {
  const [, before = '', app, token] = /^(.*)\/hooks\/([^/]+)\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (app === undefined || token === undefined) return { base: origin };
  return { base: origin + before, app: decodedTwice(app), token: decodedTwice(token) };
}

/** As API Gateway does it with a segment of a path. */
const decodedTwice = (segment: string): string => decodeURIComponent(decodeURIComponent(segment));

function encodingOf({ encoding, ams: named }: Typed, ams: Version): Encoding {
  const knowsJson = isSince(ams, first.json);
  if (encoding === 'json' && !knowsJson)
    throw new Error(`--encoding: received json with --ams ${named}, expected form: JSON came with ${first.json}.`);
  return encoding ?? (knowsJson ? 'json' : 'form');
}

function retriesOf({ retries, ams: named }: Typed, ams: Version): number {
  if (retries > 0 && !isSince(ams, first.retries))
    throw new Error(
      `--retries: received ${retries} with --ams ${named}, expected 0: retries came with ${first.retries}.`,
    );
  return retries;
}

function scenariosOf(text: string): ScenarioName[] {
  const names = Object.keys(scenarios) as ScenarioName[]; // its own keys
  const wanted = new Set(text.split(',').map((name) => name.trim()));
  const unknown = [...wanted].find((name) => name !== 'all' && !Object.hasOwn(scenarios, name));
  if (unknown !== undefined)
    throw new Error(`--scenario: received "${unknown}", expected one of ${names.join(', ')}, all.`);
  return wanted.has('all') ? names : names.filter((name) => wanted.has(name));
}
