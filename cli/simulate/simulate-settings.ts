import type { RunningReceiver } from '../../local/data-dir/data-dir.ts';
import { encodePathSegment } from '../../local/http/gateway-path.ts';
import { DEFAULT_APP } from '../../local/webhook-urls.ts';
import type { ReadApi } from './actual.ts';
import { type ScenarioName, scenarios } from './scenarios/scenarios.ts';
import { duplicatePercent, type SimulateOptions } from './simulate-command.ts';
import { type Encoding, first, isSince, knownVersions, parseVersion, type Version } from './wire/versions.ts';

export interface SimulationSettings {
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
  /** Undefined with `--no-compare`, or for the URL of another project's receiver. */
  readonly api: ReadApi | undefined;
}

/** Resolves the options. Throws one line when they contradict each other. */
export function resolveSimulationSettings(
  options: SimulateOptions,
  running: RunningReceiver | undefined,
  defaultSeed: number,
): SimulationSettings {
  const ams = parseAmsVersion(options.ams);
  const url = resolveUrl(options, running);
  return {
    url,
    app: parseWebhookUrl(url).app ?? DEFAULT_APP,
    ams,
    encoding: resolveEncoding(options, ams),
    scenarios: parseScenarios(options.scenario ?? 'all'),
    streams: options.streams,
    rate: options.rate,
    shuffle: options.shuffle === true,
    duplicate: duplicatePercent(options),
    seed: options.seed ?? defaultSeed,
    retries: resolveRetries(options, ams),
    api: options.compare ? resolveReadApi(options, url, running) : undefined,
  };
}

/** Parses `--ams`. Throws one line when its hooks are not known. */
export function parseAmsVersion(text: string): Version {
  const ams = parseVersion(text);
  if (ams !== undefined) return ams;
  throw new Error(`--ams: received "${text}", expected one of ${knownVersions}, or a patch such as 2.17.1.`);
}

/** The token of a running receiver is sent to that receiver only. */
function resolveReadApi(options: SimulateOptions, url: URL, running: RunningReceiver | undefined): ReadApi {
  const { app, token, base } = parseWebhookUrl(url);
  if (app === undefined || token === undefined) throw new Error(notWebhookUrl(url));
  const runningToken = running !== undefined && new URL(running.url).origin === url.origin ? running.token : undefined;
  return { url: base, app, token: options.token ?? runningToken ?? token };
}

function resolveUrl({ url }: SimulateOptions, running: RunningReceiver | undefined): URL {
  const text = url ?? (running && `${running.url}/hooks/LiveApp/${encodePathSegment(running.token)}`);
  if (text === undefined)
    throw new Error('No receiver runs on this machine: start one with npm start, or pass a webhook URL with --url.');
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new Error(
      `--url: received "${text}", expected a webhook URL such as http://127.0.0.1:3000/hooks/LiveApp/TOKEN.`,
    );
  return new URL(text);
}

/** Does not repeat the path, which may contain a token. */
const notWebhookUrl = ({ origin }: URL): string =>
  `--url: expected a webhook URL of this project, such as ${origin}/hooks/LiveApp/TOKEN (npm start and npm run deploy print it), received another path. For any other receiver, add --no-compare.`;

/** Parses `…/hooks/{app}/{token}`. The URL of another receiver has no app and no token. */
function parseWebhookUrl({ origin, pathname }: URL): { base: string; app?: string; token?: string } {
  const [, before = '', app, token] = /^(.*)\/hooks\/([^/]+)\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (app === undefined || token === undefined) return { base: origin };
  return { base: origin + before, app: decodeTwice(app), token: decodeTwice(token) };
}

/** Decodes a segment of a path as API Gateway does. */
const decodeTwice = (segment: string): string => decodeURIComponent(decodeURIComponent(segment));

function resolveEncoding({ encoding, ams: named }: SimulateOptions, ams: Version): Encoding {
  const supportsJson = isSince(ams, first.json);
  if (encoding === 'json' && !supportsJson)
    throw new Error(`--encoding: received json with --ams ${named}, expected form: JSON exists since ${first.json}.`);
  return encoding ?? (supportsJson ? 'json' : 'form');
}

function resolveRetries({ retries, ams: named }: SimulateOptions, ams: Version): number {
  if (retries > 0 && !isSince(ams, first.retries))
    throw new Error(
      `--retries: received ${retries} with --ams ${named}, expected 0: retries exist since ${first.retries}.`,
    );
  return retries;
}

function parseScenarios(text: string): ScenarioName[] {
  const names = Object.keys(scenarios) as ScenarioName[]; // its own keys
  const selected = new Set(text.split(',').map((name) => name.trim()));
  const unknown = [...selected].find((name) => name !== 'all' && !Object.hasOwn(scenarios, name));
  if (unknown !== undefined)
    throw new Error(
      `--scenario: received "${unknown}", expected one of ${names.join(', ')}, all; or authorise by itself.`,
    );
  return selected.has('all') ? names : names.filter((name) => selected.has(name));
}
