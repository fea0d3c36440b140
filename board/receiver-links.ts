import type { BoardState } from './store.ts';

/** The receiver that sends the data. */
export interface Receiver {
  /** The stack, or this machine. */
  readonly name: string;
  /** The name, with the region where it has one. */
  readonly title: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
}

/** Returns the name of the receiver and its links, which come with its counts; undefined until then. */
export function receiverOf({ cache }: Pick<BoardState, 'cache'>): Receiver | undefined {
  const headers = [...cache.values()].findLast((response) => response.headers.has('receiver'))?.headers;
  if (headers === undefined) return undefined;
  const told = (header: string) => headers.get(header) ?? '';
  const name = told('receiver');
  const links = ['Dashboard', 'Logs'].map((text) => ({ text, url: told(text) }));
  return {
    name,
    title: [name, told('region')].filter(Boolean).join(' · '),
    links: links.filter(({ url }) => /^https:/.test(url)),
  };
}
