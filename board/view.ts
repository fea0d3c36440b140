/** What the board shows. It is all that the address bar and a shared link hold. */
export interface View {
  readonly page: Page;
  readonly app: string;
  /** Of one stream. */
  readonly id: string;
  readonly status: string;
  /** What the streams that are loaded are filtered by. */
  readonly text: string;
  readonly sort: string;
  /** Where the page of rows begins; empty: with the newest. */
  readonly cursor: string;
}

export type Page = 'streams' | 'stream' | 'servers' | 'quarantine';

const pages: readonly Page[] = ['streams', 'stream', 'servers', 'quarantine'];

export const home: View = { page: 'streams', app: '', id: '', status: '', text: '', sort: '', cursor: '' };

/** The view that a query string holds; what it does not know is as if it were not there. */
export function parseView(query: string): View {
  const parameters = new URLSearchParams(query);
  const read = (name: keyof View) => parameters.get(name) ?? '';
  const page = pages.find((known) => known === parameters.get('page')) ?? home.page;
  return {
    page,
    app: read('app'),
    id: read('id'),
    status: read('status'),
    text: read('text'),
    sort: read('sort'),
    cursor: read('cursor'),
  };
}

/** The query string of a view: `?`, and what differs from home. */
export function toQuery(view: Partial<View>): string {
  const changes = Object.entries({ ...home, ...view }).filter(([name, value]) => value !== home[name as keyof View]); // its own keys
  return `?${new URLSearchParams(changes)}`;
}

/** The read API's path of a view, relative to the board: it may lie under a path of its own. */
export function apiPath({ page, app, id, status, cursor }: View): string {
  if (page === 'stream') return `stream${toParameters({ app, id })}`;
  if (page === 'servers') return `servers${toParameters({ app, cursor })}`;
  if (page === 'quarantine') return `quarantine${toParameters({ app, limit: '50', cursor })}`;
  return `streams${toParameters({ app, status, limit: '100', cursor })}`;
}

/** The path of a stream's history, the newest 100 events from a cursor on. */
export const eventsPath = ({ app, id }: Pick<View, 'app' | 'id'>, cursor: string): string =>
  `stream/events${toParameters({ app, id, limit: '100', cursor })}`;

function toParameters(values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
}
