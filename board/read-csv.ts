/** The pages after which a download stops: of 100 rows each. */
const MAX_PAGES = 200;

interface CsvOptions {
  /** Of the receiver, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Ends the download. */
  readonly signal: AbortSignal;
  /** Is told the number of each page before it is read. */
  readonly onPage: (page: number) => void;
  /** @default 200 */
  readonly maxPages?: number;
}

/** A list as CSV: the pages are its text, in their order. */
export interface CsvFile {
  readonly pages: readonly string[];
  /** False when there were more pages than are read. */
  readonly isComplete: boolean;
}

/**
 * Reads a list of the read API as CSV, from a path to the last page behind it: the line with the names of the columns once,
 * all else as the receiver sent it. Throws when a page cannot be read, and when the signal ends it.
 */
export async function readCsv(path: string, { maxPages = MAX_PAGES, ...options }: CsvOptions): Promise<CsvFile> {
  const pages: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    if (pages.length === maxPages) return { pages, isComplete: false };
    options.onPage(pages.length + 1);
    const response = await fetchPage(next, options);
    const text = await response.text();
    pages.push(pages.length === 0 ? text : text.slice(text.indexOf('\n') + 1));
    next = /^<(\/.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return { pages, isComplete: true };
}

async function fetchPage(path: string, { url, token, signal }: Omit<CsvOptions, 'maxPages'>): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/csv' };
  const response = await fetch(`${url}${path}`, { headers, signal, credentials: 'omit' });
  if (!response.ok) throw new Error(`the receiver returned an error (${response.status})`);
  return response;
}
