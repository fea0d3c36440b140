import type { HookLogLine } from '../../../lambda/receiving/hook-result.ts';

/** A counter for each key. */
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

  /** Returns the counts in the order of their keys. */
  toObject(): Record<string, number> {
    return Object.fromEntries([...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** Joins an app and the id of a stream (or a host) into one key: JSON escapes tabs. */
export const toStreamKey = (app: string, id: string): string => `${JSON.stringify(app)}\t${JSON.stringify(id)}`;
export const parseStreamKey = (key: string): { app: string; id: string } => {
  const [app = '""', id = '""'] = key.split('\t');
  return { app: JSON.parse(app), id: JSON.parse(id) };
};

const serverKinds = new Set(['highResourceUsage', 'unexpectedServerShutdown']);
/** The outcomes of an event that has a row in its stream's history. */
const outcomesWithRow = new Set(['recorded', 'late', 'unrecognised']);

/** The rows that a receiver must have stored, by its own log. */
export class Ledger {
  /** Lines of the log by outcome, or by status where there is none. */
  readonly lines = new Counts();
  /** Lines of every stream, whatever their outcome. */
  readonly streams = new Counts();
  /** Rows in the histories of streams, by stream and outcome. */
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
    const key = toStreamKey(app, id);
    if (serverKinds.has(action)) {
      if (outcome === 'recorded') this.servers.add(key);
      return;
    }
    this.streams.add(key);
    if (action !== 'liveStreamStatus' && outcomesWithRow.has(outcome)) this.rows.add(`${key}\t${outcome}`);
  }

  get apps(): string[] {
    const apps = [...this.streams.keys, ...this.servers.keys].map((key) => parseStreamKey(key).app);
    return [...new Set([...apps, ...this.quarantine.keys])];
  }
}
