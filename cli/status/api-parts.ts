import type { Answer, ApiPath } from '../../client/api-types.ts';
import { MAX_PAGE } from '../../client/follow-cursor.ts';
import { sumCounts } from '../../client/sum-counts.ts';
import { formatCause } from '../../words/presumed-end-text.ts';
import { formatCoverage, sumRefusalsOfHour } from '../../words/refusals-of-hour.ts';
import { fetchRefusals } from '../streams/fetch-refusals.ts';
import { fetchStreams, type Stream } from '../streams/fetch-streams.ts';
import { PageError, type ReadApiClient } from '../streams/read-api-client.ts';
import { sumUpNodes } from './node-hooks.ts';
import * as parts from './status-parts.ts';

const HOUR_MS = 3_600_000;

/** The live streams whose hooks are looked at. */
const MAX_LIVE = 500;

/** Fetches the streams as the last sweep counted them, summed over the apps. `readSweepMs` returns the time between two sweeps. */
export async function fetchCounts(
  api: ReadApiClient,
  readSweepMs: () => Promise<number | null>,
): Promise<parts.StreamCounts> {
  const [answer, sweepMs] = await Promise.all([api.get('/counts'), readSweepMs()]);
  const { counts: apps, at } = requireAnswer('/counts', answer);
  const { live, stale, missing, presumedEnded, failing, endedLastHour } = sumCounts(apps);
  return {
    live: live ?? 0, // null only of counts that leave one another out
    stale: stale ?? 0,
    missing: missing ?? 0,
    presumedEnded: presumedEnded ?? 0,
    failing,
    endedLastHour,
    at,
    sweepMs,
    apps,
  };
}

/** Fetches the last hook, and what the machines of the live streams have sent. `now` is in ms since the epoch. */
export async function fetchLastHooks(api: ReadApiClient, now: number): Promise<parts.LastHooks> {
  const [{ streams, more }, { events, unlisted }] = await Promise.all([
    fetchStreams(api, { status: 'live', limit: MAX_LIVE }),
    fetchEvents(api, new Date(now - HOUR_MS).toISOString()),
  ]);
  const hooks = events?.filter((event) => formatCause(event) === null) ?? null;
  const times = [
    ...streams.flatMap(({ health }) => health?.receivedAt ?? []),
    ...(hooks?.map(({ receivedAt }) => receivedAt) ?? streams.flatMap(timesOfState)),
  ];
  const [lastAt = null] = times.sort().reverse();
  const apps = [...new Set([...streams, ...(hooks ?? [])].map(({ app }) => app))];
  const [liveSince = null] = streams.flatMap(({ startedAt }) => startedAt ?? []).sort();
  return { lastAt, live: streams.length, liveSince, nodes: sumUpNodes(streams, hooks), more, unlisted, apps };
}

const timesOfState = ({ node, lastEvent }: Stream): string[] => [node, lastEvent].flatMap((entry) => entry?.at ?? []);

interface ListedEvents {
  /** The events since `from`, newest first; null where they are not listed. */
  readonly events: Answer<'/events'>['events'] | null;
  readonly unlisted: string | null;
}

/** The setting `byDay` may be off; a receiver before 0.3.0 has no such list at all. */
async function fetchEvents(api: ReadApiClient, from: string): Promise<ListedEvents> {
  try {
    const { body } = await api.request('/events', { from, limit: MAX_PAGE });
    return { events: body.events, unlisted: null };
  } catch (error) {
    if (!(error instanceof PageError) || error.status !== 404) throw error;
    const isOff = error.message.includes('the setting byDay is off');
    return { events: null, unlisted: isOff ? 'the setting byDay is off' : 'the receiver is of an earlier release' };
  }
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
