import { activityRequest } from '../../requests.ts';
import { type CurrentResponse, useAnswer, useBoard } from '../use-board.ts';

type ActivityPath = '/events' | '/sessions' | '/recordings';

/** A page of one of the lists. */
export type ActivityResponse = { [P in ActivityPath]: CurrentResponse<P> }[ActivityPath];

/** Returns the response that the page of the activity shows; undefined until there is one. */
export function useActivity(): ActivityResponse | undefined {
  const { view } = useBoard().state;
  return useAnswer<ActivityPath>(activityRequest(view)) as ActivityResponse | undefined; // the path says which one
}

/** Returns the apps of the rows of a page. */
export function appsOf(response: ActivityResponse | undefined): string[] {
  if (response === undefined) return [];
  return [...new Set(rowsOf(response.body).map(({ app }) => app))];
}

function rowsOf(body: ActivityResponse['body']): readonly { readonly app: string }[] {
  if ('events' in body) return body.events;
  return 'sessions' in body ? body.sessions : body.recordings;
}
