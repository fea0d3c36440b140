import type { HookLine } from '../../../lambda/receiving/receive.ts';

/** How often each thing was counted. */
export class Counts {
  readonly #counts = new Map<string, number>();

  add(thing: string, times = 1): void {
    this.#counts.set(thing, this.of(thing) + times);
  }

  of(thing: string): number {
    return this.#counts.get(thing) ?? 0;
  }

  get things(): string[] {
    return [...this.#counts.keys()];
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get all(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A stream or a host, and its app, as one word: neither holds a tab, for JSON escapes it. */
export const nameOf = (app: string, id: string): string => `${JSON.stringify(app)}\t${JSON.stringify(id)}`;
export const partsOf = (name: string): { app: string; id: string } => {
  const [app = '""', id = '""'] = name.split('\t');
  return { app: JSON.parse(app), id: JSON.parse(id) };
};

const serverKinds = new Set(['highResourceUsage', 'unexpectedServerShutdown']);
/** The outcomes of an event that has a row in its stream's history. */
const withRow = new Set(['recorded', 'late', 'unrecognised']);

/** What a receiver's own lines say that it has kept, and where it has to be read again. */
export class Books {
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

  enter({ app = '', status, outcome, action, id }: HookLine): void {
    this.lines.add(outcome ?? String(status));
    if (outcome === undefined || outcome === 'deferred') return;
    if (outcome === 'quarantined') this.quarantine.add(app);
    if (action === undefined || id === undefined) return;
    const name = nameOf(app, id);
    if (serverKinds.has(action)) {
      if (outcome === 'recorded') this.servers.add(name);
      return;
    }
    this.streams.add(name);
    if (action !== 'liveStreamStatus' && withRow.has(outcome)) this.rows.add(`${name}\t${outcome}`);
  }

  get apps(): string[] {
    const named = [...this.streams.things, ...this.servers.things].map((name) => partsOf(name).app);
    return [...new Set([...named, ...this.quarantine.things])];
  }
}
