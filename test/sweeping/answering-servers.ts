import type { MediaServers, Verdict } from '../../lambda/asking/media-servers.ts';
import { monotonicMs } from '../../lambda/monotonic-ms.ts';

/** Media servers that answer as a test says. */
export class AnsweringServers implements MediaServers {
  /** By app, what it says about each stream; unclear about any other. */
  readonly answers = new Map<string, Map<string, Verdict>>();
  /** The streams that were asked about, in their order, as `app/id`. */
  readonly asked: string[] = [];
  /** Streams that one sweep reaches. */
  reach = Number.POSITIVE_INFINITY;
  #left = 0;

  /** Registers the server of an app. */
  register(app: string, answers: Record<string, Verdict> = {}): void {
    this.answers.set(app, new Map(Object.entries(answers)));
  }

  registered = async (): Promise<ReadonlySet<string>> => {
    this.#left = this.reach;
    return new Set(this.answers.keys());
  };

  ask = async (app: string, ids: readonly string[], deadline: number): Promise<ReadonlyMap<string, Verdict>> => {
    if (deadline <= monotonicMs()) throw new Error('expected a deadline that lies ahead');
    const reached = ids.slice(0, this.#left);
    this.#left -= reached.length;
    this.asked.push(...reached.map((id) => `${app}/${id}`));
    const answerOf = (id: string): Verdict => this.answers.get(app)?.get(id) ?? { kind: 'unclear', reason: 'none' };
    return new Map(reached.map((id) => [id, answerOf(id)]));
  };
}
