/** A selection of what the board shows: exactly the content of the address bar and of a shared link. */
export interface View {
  readonly page: Page;
  readonly app: string;
  /** The id of the stream on the page of one stream. */
  readonly id: string;
  readonly status: string;
  /** The text to search for. */
  readonly text: string;
  readonly sort: string;
  /** The start of the page of rows; empty for the newest. */
  readonly cursor: string;
  /** What the page of the activity lists. */
  readonly list: ActivityList;
  /** Its day in the viewer's zone, such as `2026-11-25`; empty for the last 24 hours. */
  readonly day: string;
  /** The action of the events that it lists; empty for all. */
  readonly action: string;
}

export type Page = 'streams' | 'stream' | 'activity' | 'servers' | 'quarantine';
export type ActivityList = 'events' | 'sessions' | 'recordings';

const pages: readonly Page[] = ['streams', 'stream', 'activity', 'servers', 'quarantine'];
export const activityLists: readonly ActivityList[] = ['events', 'sessions', 'recordings'];

export const home: View = {
  ...{ page: 'streams', app: '', id: '', status: '', text: '', sort: '', cursor: '' },
  ...{ list: 'events', day: '', action: '' },
};

/** Parses a query string; unknown parameters and pages are ignored. */
export function parseView(query: string): View {
  const parameters = new URLSearchParams(query);
  const read = (name: keyof View) => parameters.get(name) ?? '';
  const page = pages.find((known) => known === parameters.get('page')) ?? home.page;
  const list = activityLists.find((known) => known === parameters.get('list')) ?? home.list;
  return {
    page,
    list,
    app: read('app'),
    id: read('id'),
    status: read('status'),
    text: read('text'),
    sort: read('sort'),
    cursor: read('cursor'),
    day: read('day'),
    action: read('action'),
  };
}

/** Returns the query string of a view: `?` and the fields that differ from home. */
export function toQuery(view: Partial<View>): string {
  const changes = Object.entries({ ...home, ...view }).filter(([name, value]) => value !== home[name as keyof View]); // the keys of a View
  return `?${new URLSearchParams(changes)}`;
}
