import type { Answer, ApiPath, Query, QueryArguments } from '../client/api-types.ts';
import { toQuery } from '../client/client.ts';
import { REFRESH_MS } from './backoff.ts';
import { periodOfDay } from './local-day.ts';
import type { View } from './view.ts';

/** A request of the read API. */
export interface ApiRequest<P extends ApiPath = ApiPath> {
  readonly path: P;
  readonly query: Query<P>;
}

/** Any one request, whose path says what its query and its answer are. */
export type AnyRequest = { [P in ApiPath]: ApiRequest<P> }[ApiPath];

const request = <P extends ApiPath>(path: P, ...[query]: QueryArguments<P>): ApiRequest<P> => ({
  path,
  query: (query ?? {}) as Query<P>, // no parameter is required where there may be none
});

interface AnyQuery {
  readonly path: ApiPath;
  readonly query: Readonly<Record<string, unknown>>;
}

/** The same text for the same request. */
export const requestKey = ({ path, query }: AnyQuery): string => `${path}${toQuery(query)}`;

/** Returns the request of what a page is about. */
export function mainRequest(view: View): AnyRequest {
  const { app, id, status, cursor } = view;
  const ofApp = { app: app || undefined, cursor: cursor || undefined };
  if (view.page === 'stream') return request('/stream', { app, id });
  if (view.page === 'activity') return activityRequest(view);
  if (view.page === 'servers') return request('/servers', ofApp);
  if (view.page === 'quarantine') return request('/quarantine', { ...ofApp, limit: 50 });
  return status === 'missing' ? expectedRequest : listRequest(view);
}

/** Returns the request of a page of streams. */
export function listRequest({ app, status, text, cursor }: View) {
  const statuses = (status === '' ? undefined : status.split(',')) as Query<'/streams'>['status']; // the receiver rejects others
  const filters = { app: app || undefined, status: statuses, q: text || undefined };
  return request('/streams', { ...filters, cursor: cursor || undefined, limit: 50 });
}

/** Returns the request of a page of what happened to all streams: on a day, else in the last 24 hours, as the receiver counts them. */
export function activityRequest({ list, app, day, action, cursor }: View, limit = 50) {
  const query = { app: app || undefined, ...periodQuery(day), cursor: cursor || undefined, limit };
  if (list === 'events') return request('/events', { ...query, action: action || undefined });
  return list === 'sessions' ? request('/sessions', query) : request('/recordings', query);
}

/** What is no day is no period either: the receiver says so. */
function periodQuery(day: string): { from?: string; to?: string } {
  return day === '' ? {} : (periodOfDay(day) ?? { from: day, to: day });
}

/** What costs much is read again less often: a page of sessions takes some 180 read units … */
const ACTIVITY_REFRESH_MS = 15_000;
/** … a search up to 1 300, all stale or expected streams of many some 500. */
const SEARCH_REFRESH_MS = 30_000;

/** Whether a view searches for streams. */
export const isSearch = ({ page, text, status }: View): boolean =>
  page === 'streams' && text !== '' && status !== 'missing';

/** Returns the pause (ms) between a response to what a page is about and the next request. */
export function refreshMsOf(view: View): number {
  if (view.page === 'activity') return ACTIVITY_REFRESH_MS;
  const isCostly = view.page === 'streams' && ['stale', 'missing'].includes(view.status);
  return isCostly || isSearch(view) ? SEARCH_REFRESH_MS : REFRESH_MS;
}

/** The expected streams. */
export const expectedRequest = request('/expected');

/** Returns the request of the latest 100 rows of refusals. */
export const refusalsRequest = ({ app }: View) => request('/refusals', { app: app || undefined, limit: 100 });

/** Returns the request of the next 100 events of a stream, newest first, from a cursor on. */
export const eventsRequest = ({ app, id }: View, cursor: string | undefined) =>
  request('/stream/events', { app, id, limit: 100, cursor });

/** Returns the request of the first media servers that sent an event of their own. */
export const serversRequest = ({ app }: View) => request('/servers', { app: app || undefined });

/** Returns the request of the counts of the streams, each in one of them. */
export const countsRequest = ({ app }: View) => request('/counts', { app: app || undefined, exclusive: true });

/** The statuses of which the list shows the first streams above it, wherever they are in it. */
export const troubles = ['stale', 'failing', 'presumedEnded'] as const;
export type Trouble = (typeof troubles)[number];
/** The streams of each that are requested. */
export const TROUBLE_LIMIT = 10;

/** Returns the request of the first streams that need a look for one reason. */
export const troubleRequest = ({ app }: View, status: Trouble) =>
  request('/streams', { app: app || undefined, status: [status], limit: TROUBLE_LIMIT });

/** Returns the request of the first 100 live streams, which tell what their nodes are. */
export const liveRequest = ({ app }: View) =>
  request('/streams', { app: app || undefined, status: ['live'], limit: 100 });

/** Returns the answer to a request, and its time by the receiver's clock (ms since the epoch); undefined when there is none yet. */
export type AnswerOf = <P extends ApiPath>(
  request: ApiRequest<P>,
) => { readonly body: Answer<P>; readonly date: number } | undefined;
