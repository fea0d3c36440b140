import type { HookLogLine } from '../../../lambda/receiving/hook-result.ts';

/** How often each thing was counted. */
export class Counts {
  readonly #byKey = new Map<string, number>();

  add(key: string, times = 1): void {
    this.#byKey.set(key, this.of(key) + times);
  }

  of(key: string): number {
    return this.#byKey.get(key) ?? 0;
  }

  get keys(): string[] {
    return [...this.#byKey.keys()];
  }

  get total(): number {
    return [...this.#byKey.values()].reduce((sum, count) => sum + count, 0);
  }

  get toObject(): Record<string, number> {
    return Object.fromEntries([...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A stream or a host, and its app, as one word: neither holds a tab, for JSON escapes it. */
export const toStreamKey = (app: string, id: string): string => `${JSON.stringify(app)}\t${JSON.stringify(id)}`;
export const parseStreamKey = (name: string): { app: string; id: string } => {
  const [app = '""', id = '""'] = name.split('\t');
  return { app: JSON.parse(app), id: JSON.parse(id) };
};

const serverKinds = new Set(['highResourceUsage', 'unexpectedServerShutdown']);
/** The outcomes of an event that has a row in its stream's history. */
const outcomesWithRow = new Set(['recorded', 'late', 'unrecognised']);

/** What a receiver's own lines say that it has kept, and where it has to be read again. */
export class Ledger {
  /** By outcome, or by status where there is none. */
  readonly lines = new Counts();
  /** Streams that were heard of, each by its events' lines, whatever came of them. */
  readonly streams = new Counts();
  /** Rows in the histories of streams, by name and outcome. */
  readonly rows = new Counts();
  /** Rows of hosts. */
  readonly servers = new Counts();
  /** Rows of the quarantine, by app. */
  readonly quarantine = new Counts();

  addLine({ app = '', status, outcome, action, id }: HookLogLine): void {
    this.lines.add(outcome ?? String(status));
    if (outcome === undefined || outcome === 'deferred') return;
    if (outcome === 'quarantined') this.quarantine.add(app);
    if (action === undefined || id === undefined) return;
    const name = toStreamKey(app, id);
    if (serverKinds.has(action)) {
      if (outcome === 'recorded') this.servers.add(name);
      return;
    }
    this.streams.add(name);
    if (action !== 'liveStreamStatus' && outcomesWithRow.has(outcome)) this.rows.add(`${name}\t${outcome}`);
  }

  get apps(): string[] {
    const named = [...this.streams.keys, ...this.servers.keys].map((name) => parseStreamKey(name).app);
    return [...new Set([...named, ...this.quarantine.keys])];
  }
}
