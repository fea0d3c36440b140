import type { Answer, ApiPath } from '../../client/api-types.ts';
import { MAX_PAGE } from '../../client/follow-cursor.ts';
import { causeOf } from '../../words/presumed-end-text.ts';
import { formatCoverage, sumRefusalsOfHour } from '../../words/refusals-of-hour.ts';
import { fetchRefusals } from '../streams/fetch-refusals.ts';
import { fetchStreams } from '../streams/fetch-streams.ts';
import type { ReadApiClient } from '../streams/read-api-client.ts';
import { type ReceivedEvent, sumUpNodes } from './node-hooks.ts';
import * as parts from './status-parts.ts';

const HOUR_MS = 3_600_000;

/** The live streams whose hooks are looked at. */
const MAX_LIVE = 500;

/** Fetches the streams as the last sweep counted them, summed over the apps. */
export async function fetchCounts(api: ReadApiClient): Promise<parts.StreamCounts> {
  const { counts: apps, at } = requireAnswer('/counts', await api.get('/counts'));
  const sum = (countOf: (app: (typeof apps)[number]) => number | null) =>
    apps.reduce<number | null>((total, app) => addKnown(total, countOf(app)), 0);
  return {
    live: sum(({ live }) => live) ?? 0, // null only of counts that leave one another out
    stale: sum(({ stale }) => stale) ?? 0,
    missing: sum(({ missing }) => missing) ?? 0,
    presumedEnded: sum(({ presumedEnded }) => presumedEnded) ?? 0,
    failing: sum(({ failing }) => failing),
    endedLastHour: sum(({ endedLastHour }) => endedLastHour),
    at,
    apps,
  };
}

const addKnown = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** Fetches the last hook, and what the machines of the live streams have sent. `now` is in ms since the epoch. */
export async function fetchLastHooks(api: ReadApiClient, now: number): Promise<parts.LastHooks> {
  const from = new Date(now - HOUR_MS).toISOString();
  const [live, page] = await Promise.all([
    fetchStreams(api, { status: 'live', limit: MAX_LIVE }),
    api.get('/events', { from, limit: MAX_PAGE }),
  ]);
  const events = page?.events ?? []; // none from a receiver before 0.3.0
  const hooks: readonly ReceivedEvent[] = events.filter((event) => causeOf(event) === null);
  const nodes = sumUpNodes(live.streams, hooks);
  const heartbeats = live.streams.flatMap(({ health }) => health?.receivedAt ?? []);
  const [lastAt = null] = [...heartbeats, ...hooks.map(({ receivedAt }) => receivedAt)].sort().reverse();
  return { lastAt, nodes, more: live.more };
}

/** Fetches the streams with an error in the last hour. */
export async function fetchErrors(api: ReadApiClient, log: parts.StreamErrors['log']): Promise<parts.StreamErrors> {
  const { streams, more } = await fetchStreams(api, { status: 'failing', limit: MAX_PAGE });
  const failed = streams.flatMap(({ app, id, lastError }) => (lastError === null ? [] : [{ app, id, ...lastError }]));
  return { streams: failed.sort((a, b) => b.at.localeCompare(a.at)), more, log };
}

/** Fetches the refusals of the last hour. `now` is in ms since the epoch. */
export async function fetchHourOfRefusals(api: ReadApiClient, now: number): Promise<parts.HourOfRefusals> {
  const page = await fetchRefusals(api, undefined);
  const sums = sumRefusalsOfHour(page.refusals, now);
  return { count: sums.reduce((total, { count }) => total + count, 0), coverage: formatCoverage(page, now), sums };
}

function requireAnswer<P extends ApiPath>(path: P, answer: Answer<P> | undefined): Answer<P> {
  if (answer !== undefined) return answer;
  throw new parts.AbsentPartError(`The receiver has no ${path}: it is of an earlier release.`);
}
