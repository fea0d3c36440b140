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
