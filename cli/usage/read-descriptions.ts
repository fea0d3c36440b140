import { readPages } from '../by-time/read-pages.ts';
import { PageError, type ReadApiClient } from '../streams/read-api-client.ts';
import type { Metadata, UsageSession } from './usage-session.ts';

/** The hooks that say what a stream is. */
const ACTIONS = ['liveStreamStarted', 'liveStreamEnded'] as const;

interface DescribingEvent {
  readonly at: string;
  readonly action: string;
  readonly fields: { readonly metadata?: Metadata };
}

/** What a hook said of a stream. */
interface Description {
  /** In ms since the epoch. */
  readonly at: number;
  readonly isStart: boolean;
  /** Undefined where the hook had none. */
  readonly metadata: Metadata | undefined;
}

/** Reads what the hooks of a stream said of it, newest first, up to a time (ms since the epoch). */
export async function* readDescriptions(
  api: ReadApiClient,
  stream: UsageSession,
  upTo: number,
): AsyncGenerator<Description, void> {
  const lists = ACTIONS.map((action) => readAction(api, stream, upTo, action));
  const heads = await Promise.all(lists.map(async (list) => ({ list, head: await list.next() })));
  for (;;) {
    const [newest] = heads.filter(({ head }) => !head.done).sort((a, b) => clockOf(b) - clockOf(a));
    if (newest?.head.value === undefined) return;
    yield newest.head.value;
    newest.head = await newest.list.next();
  }
}

interface Head {
  readonly head: IteratorResult<Description, void>;
}

const clockOf = ({ head }: Head): number => head.value?.at ?? 0;

async function* readAction(api: ReadApiClient, { app, id }: UsageSession, upTo: number, action: string) {
  const to = new Date(upTo + 1).toISOString();
  const pages = readPages<DescribingEvent>(api, '/stream/events', 'events', { app, id, action, to });
  try {
    for await (const { rows } of pages) for (const row of rows) yield toDescription(row);
  } catch (error) {
    if (!isForgotten(error)) throw error;
  }
}

const toDescription = ({ at, action, fields }: DescribingEvent): Description => ({
  at: Date.parse(at),
  isStart: action === ACTIONS[0],
  metadata: fields.metadata,
});

/** Whether the stream is not known any more. */
export const isForgotten = (error: unknown): boolean => error instanceof PageError && error.status === 404;
