/** A selection of what the board shows: exactly the content of the address bar and of a shared link. */
export interface View {
  readonly page: Page;
  readonly app: string;
  /** The id of the stream on the page of one stream. */
  readonly id: string;
  readonly status: string;
  /** The text that filters the loaded streams. */
  readonly text: string;
  readonly sort: string;
  /** The start of the page of rows; empty for the newest. */
  readonly cursor: string;
}

export type Page = 'streams' | 'stream' | 'servers' | 'quarantine';

const pages: readonly Page[] = ['streams', 'stream', 'servers', 'quarantine'];

export const home: View = { page: 'streams', app: '', id: '', status: '', text: '', sort: '', cursor: '' };

/** Parses a query string; unknown parameters and pages are ignored. */
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

/** Returns the query string of a view: `?` and the fields that differ from home. */
export function toQuery(view: Partial<View>): string {
  const changes = Object.entries({ ...home, ...view }).filter(([name, value]) => value !== home[name as keyof View]); // the keys of a View
  return `?${new URLSearchParams(changes)}`;
}

/** Returns the path of the read API for a view, relative to the board, which need not be at the root of its origin. */
export function apiPath({ page, app, id, status, cursor }: View): string {
  if (page === 'stream') return `stream${toParameters({ app, id })}`;
  if (page === 'servers') return `servers${toParameters({ app, cursor })}`;
  if (page === 'quarantine') return `quarantine${toParameters({ app, limit: '50', cursor })}`;
  return `streams${toParameters({ app, status, limit: '100', cursor })}`;
}

/** The path of the expected streams, which the list of streams shows too. */
export const EXPECTED_PATH = 'expected';

/** Returns the path of the latest 100 rows of refusals, which the list of streams shows too. */
export const refusalsPath = ({ app }: Pick<View, 'app'>): string => `refusals${toParameters({ app, limit: '100' })}`;

/** Returns the path of the next 100 events of a stream, newest first, from a cursor on. */
export const eventsPath = ({ app, id }: Pick<View, 'app' | 'id'>, cursor: string): string =>
  `stream/events${toParameters({ app, id, limit: '100', cursor })}`;

function toParameters(values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
}
