import { type Broadcast, readBroadcast } from './broadcast.ts';
import { isJsonObject } from './json-fields.ts';
import { isTooLarge, type PanelClient } from './panel-client.ts';

/** All broadcasts of an application, as far as its server lists them. */
export interface BroadcastList {
  readonly broadcasts: readonly Broadcast[];
  /** The ids of those that the doctor does not understand; an empty text for one without an id. */
  readonly unreadable: readonly string[];
  /** How many there were before and after they were listed; null where the server does not count them. */
  readonly counted: readonly (number | null)[];
}

/** Returns another number than was read that the server counted, before or after; undefined when there is none. */
export const otherCountOf = ({ broadcasts, unreadable, counted }: BroadcastList): number | undefined =>
  counted.find((count) => count !== null && count !== broadcasts.length + unreadable.length) ?? undefined;

/** The size of a page; a server gives at most 250, without saying so. */
const PAGE_SIZE = 100;

/** The size of a page where a larger one is too long, as metadata may be. */
const SMALL_PAGE_SIZE = 10;

/** More broadcasts than any server has: a server that repeats itself in another order must end, too. */
const MAX_BROADCASTS = 200_000;

/** In ms, for all pages. */
const LIMIT_MS = 300_000;

const SOURCE = 'The list of broadcasts';

/**
 * Lists all broadcasts of an application, page by page, and counts them before and after: one that is created or deleted meanwhile
 * moves another to a page that was read. Throws for a page that is no list, and after 5 minutes. `clock` is in ms.
 */
export async function listBroadcasts(
  panel: PanelClient,
  app: string,
  jwtSecret: string | null,
  clock = Date.now,
): Promise<BroadcastList> {
  const before = await count(panel, app, jwtSecret);
  const pages = await readPages(panel, app, jwtSecret, clock);
  return { ...pages, counted: [before, await count(panel, app, jwtSecret)] };
}

async function readPages(panel: PanelClient, app: string, jwtSecret: string | null, clock: () => number) {
  const endAt = clock() + LIMIT_MS;
  const read = new Map<string, Broadcast>();
  const unreadable = new Map<string, string>();
  for (let offset = 0, size = PAGE_SIZE; offset < MAX_BROADCASTS; ) {
    if (clock() > endAt) throw new Error(`${SOURCE}: received ${offset} in 5 minutes, expected all: ${TRY_LATER}`);
    const page = await readPage(panel, app, jwtSecret, { offset, size });
    if (page === undefined) {
      size = SMALL_PAGE_SIZE;
      continue;
    }
    const known = read.size + unreadable.size;
    for (const value of page) sort(value, read, unreadable);
    if (read.size + unreadable.size === known) break; // the end: an empty page, or one that was read before
    offset += page.length;
  }
  return { broadcasts: [...read.values()], unreadable: [...unreadable.values()] };
}

const TRY_LATER = 'try again when the server is less busy.';

/** Returns a page; undefined for one that is too long, where a smaller one can be asked for. */
async function readPage(
  panel: PanelClient,
  app: string,
  jwtSecret: string | null,
  { offset, size }: { readonly offset: number; readonly size: number },
): Promise<readonly unknown[] | undefined> {
  try {
    const { json } = await panel.getOfApp(app, `broadcasts/list/${offset}/${size}`, jwtSecret);
    if (Array.isArray(json)) return json;
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    if (size > SMALL_PAGE_SIZE) return undefined;
    throw new Error(`${SOURCE}: received more than 8 MB for ${size}, expected less: one has very long metadata.`);
  }
  throw new Error(`${SOURCE}: received something else than a list, expected that of the application: check --app.`);
}

/** One that is not understood is known by its JSON, as it may have no id. */
function sort(value: unknown, read: Map<string, Broadcast>, unreadable: Map<string, string>): void {
  const object = isJsonObject(value) ? value : {};
  try {
    const broadcast = readBroadcast(SOURCE, object);
    read.set(broadcast.id, broadcast);
  } catch {
    unreadable.set(JSON.stringify(value), typeof object.streamId === 'string' ? object.streamId : '');
  }
}

/** Returns how many broadcasts the server counts; null where it does not say. */
async function count(panel: PanelClient, app: string, jwtSecret: string | null): Promise<number | null> {
  try {
    const { json } = await panel.getOfApp(app, 'broadcasts/count', jwtSecret);
    return isJsonObject(json) && typeof json.number === 'number' ? json.number : null;
  } catch {
    return null;
  }
}
