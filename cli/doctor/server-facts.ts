import { isSince, type Version } from '../simulate/wire/versions.ts';
import { type AppSettings, readSettingsDocument, settingsPath } from './app-settings.ts';
import { isJsonObject, JsonFields } from './json-fields.ts';
import { type BroadcastList, listBroadcasts } from './list-broadcasts.ts';
import type { PanelClient } from './panel-client.ts';

/** What a media server says of itself and of one of its applications. No secret is in it, but for those in the URLs of hooks. */
export interface ServerFacts extends BroadcastList {
  /** The origin of its panel. */
  readonly url: string;
  readonly app: string;
  readonly release: Release;
  readonly settings: AppSettings;
  /** The URL for events of the whole server; null where there is none, undefined where the release does not say. */
  readonly statusHookUrl: string | null | undefined;
  /** How far its clock is ahead of ours, in ms; null when it is not known. */
  readonly clockAheadMs: number | null;
  /** Whether something in front of it answered, such as a CDN, whose clock that may be. */
  readonly isRelayed: boolean;
}

/** A release of Ant Media Server. */
export interface Release {
  /** Such as `2.17.1 Community Edition`. */
  readonly text: string;
  readonly version: Version;
}

/** Reads all facts. Throws when a part of them cannot be read, or is not understood. */
export async function readServerFacts(panel: PanelClient, url: string, app: string): Promise<ServerFacts> {
  const { json, clockAheadMs, isRelayed } = await panel.get('version');
  const release = readRelease(json);
  assertHasApp(app, await readApplications(panel));
  const document = (await panel.get(settingsPath(app))).json;
  const { settings, jwtSecret } = readSettingsDocument(document, app);
  const statusHookUrl = await readStatusHookUrl(panel);
  const list = await listBroadcasts(panel, app, jwtSecret); // last: they are compared with a table that is read next
  return { url, app, release, settings, ...list, clockAheadMs, isRelayed, statusHookUrl };
}

function readRelease(json: unknown): Release {
  const fields = new JsonFields('The version', isJsonObject(json) ? json : {});
  const name = fields.requireText('versionName');
  const [number, major, minor, patch = '0'] = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(name) ?? [];
  if (number === undefined)
    throw new Error('The version: received no number, such as 2.17.1: this is no media server that the doctor knows.');
  const edition = /^(Community|Enterprise)\b/.exec(fields.text('versionType') ?? '')?.[0];
  return {
    text: edition === undefined ? number : `${number} ${edition} Edition`,
    version: [Number(major), Number(minor), Number(patch)],
  };
}

function assertHasApp(app: string, names: readonly string[]): void {
  if (names.includes(app)) return;
  throw new Error(
    `--app: received ${app}, expected an application of this server: ${names.join(', ') || 'it has none'}.`,
  );
}

/** Reads the names of the applications of a media server. */
export async function readApplications(panel: PanelClient): Promise<string[]> {
  const { json } = await panel.get('applications');
  const { applications } = isJsonObject(json) ? json : {};
  if (Array.isArray(applications)) return applications.filter((name) => typeof name === 'string');
  throw new Error('The applications: received something else than a list of them, expected one: check --server.');
}

/** No other key of this document is looked at, and a server that does not give it is no failure: it is a part of no hook of a stream. */
async function readStatusHookUrl(panel: PanelClient): Promise<string | null | undefined> {
  try {
    const { json } = await panel.get('server-settings');
    const { serverStatusWebHookURL: url } = isJsonObject(json) ? json : {};
    return url === null || typeof url === 'string' ? url || null : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a release has what came with this version. */
export const hasSince = ({ version }: Release, since: string): boolean => isSince(version, since);
