import { setTimeout as sleep } from 'node:timers/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import type { TableChange } from '../../lambda/announcing/table-change.ts';
import { keyText } from '../../lambda/table/row-keys.ts';
import type { Journal } from '../database/journal.ts';
import type { AnnouncementWriter } from './announcement-writer.ts';

/** Wait before another try, in ms: doubled each time that one fails. */
const MIN_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;

/** Pause before each read of the journal, in ms: under load, many writes share one read and one flush of the disk. */
const GATHER_MS = 50;

/** Time between two deletions of old announcements, in ms. */
const PRUNE_MS = 60_000;

/** Time limit for what is still to be announced during a shutdown, in ms; the rest follows at the next start. */
const STOP_MS = 3_000;

interface LocalAnnouncerDeps {
  /** Returns the journal of the database, which has one; throws while the database is down. */
  readonly journal: () => Journal | undefined;
  readonly writer: AnnouncementWriter;
  /** Receives the announcements that are on the disk, some of them again after an error: until it returns, they count as not announced. */
  readonly dispatch?: (announcements: readonly Announcement[]) => Promise<void>;
  /** Receives the first error of several in a row, and each write that cannot be announced. */
  readonly onError: (error: unknown) => void;
}

/**
 * Announces the writes in the journal of the embedded database: what the announcer function does in a deployment. A record is
 * removed once its announcements are on the disk, and in the outboxes of those who are notified of them.
 */
export class LocalAnnouncer {
  readonly #deps: LocalAnnouncerDeps;
  readonly #memory = new DescriptionMemory();
  #isStopping = false;
  #prunedAt = Number.NEGATIVE_INFINITY;
  #wake = () => {};
  #loop: Promise<void> | undefined;

  constructor(deps: LocalAnnouncerDeps) {
    this.#deps = deps;
  }

  /** Announces what an earlier run left, and what is written from then on. Returns at once. */
  start(): void {
    this.#loop = this.#run();
  }

  /** Stops once everything is announced, or after a time limit. The database must still run. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake();
    await Promise.race([this.#loop, sleep(STOP_MS, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    let backoffMs = MIN_BACKOFF_MS;
    for (;;) {
      try {
        await this.#prune();
        const isDone = !(await this.#announceNext());
        backoffMs = MIN_BACKOFF_MS;
        if (isDone && this.#isStopping) return await this.#deps.writer.close();
        if (isDone) await this.#waitForWrites();
        await this.#sleep(GATHER_MS);
      } catch (error) {
        if (this.#isStopping) return;
        if (backoffMs === MIN_BACKOFF_MS) this.#deps.onError(delayedError(error));
        await this.#sleep(backoffMs);
        backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS);
      }
    }
  }

  /** Announces the oldest writes. Returns whether there were any. */
  async #announceNext(): Promise<boolean> {
    const { writer, dispatch } = this.#deps;
    const journal = this.#deps.journal();
    const records = (await journal?.read()) ?? [];
    if (journal === undefined || records.length === 0) return false;
    const changes = records.map(({ change }) => change);
    const announcements = toAnnouncements(changes, this.#memory, this.#onUnreadable);
    await writer.append(announcements);
    await dispatch?.(announcements);
    await journal.remove(records);
    return true;
  }

  async #waitForWrites(): Promise<void> {
    const journal = this.#deps.journal();
    await this.#sleep(PRUNE_MS, (wake) => journal?.onChange(wake));
  }

  async #prune(): Promise<void> {
    if (performance.now() - this.#prunedAt < PRUNE_MS) return;
    this.#prunedAt = performance.now();
    await this.#deps.writer.prune();
  }

  /** Sleeps until the time is over, `stop` is called or `begin` calls the function that it receives. */
  async #sleep(ms: number, begin: (wake: () => void) => void = () => {}): Promise<void> {
    if (this.#isStopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      begin(this.#wake);
    });
  }

  readonly #onUnreadable = ({ after }: TableChange, error: unknown): void => {
    this.#deps.onError(
      new Error(`A write of the row "${keyText(after)}" cannot be announced, and is skipped: ${error}`),
    );
  };
}

const delayedError = (error: unknown): Error =>
  new Error(`Announcements are delayed, and tried again: ${error instanceof Error ? error.message : error}`);
