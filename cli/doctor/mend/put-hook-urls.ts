import { isAskableId } from '../../../lambda/asking/server-url.ts';
import { createProgressBar } from '../../../terminal/progress-bar.ts';
import { broadcastPath, fetchBroadcast, isRunningSource } from '../broadcast.ts';
import { isJsonObject } from '../json-fields.ts';
import { nameBroadcasts } from '../list-ids.ts';
import type { PanelClient } from '../panel-client.ts';
import { IS_RUNNING_SOURCE, type LeftAlone, leaveBroadcast, WAS_CHANGED } from './left-alone.ts';
import type { UrlChange } from './settings-copy.ts';

/** Where broadcasts are changed, and whether those may be that a change restarts. */
export interface PutTarget {
  readonly panel: PanelClient;
  readonly app: string;
  readonly jwtSecret: string | null;
  readonly restartSources: boolean;
  /** Whether a progress bar is shown, on a terminal, where there are many. */
  readonly showsProgress: boolean;
}

/** From this many broadcasts on, which take a second or more, a progress bar is shown. */
const MANY = 20;

/** After this many failures in a row the server has gone: nothing more is sent. */
const MAX_FAILURES = 5;

/** Sets the webhook URL of each broadcast, one after the other, and reads it back. Returns those that were not changed, and why. Never throws. */
export async function putHookUrls(target: PutTarget, changes: readonly UrlChange[]): Promise<LeftAlone[]> {
  if (!target.showsProgress || changes.length < MANY) return putEach(target, changes, () => {});
  const bar = createProgressBar('{value}/{total} broadcasts');
  bar.start(changes.length);
  try {
    return await putEach(target, changes, bar.step);
  } finally {
    bar.stop();
  }
}

async function putEach(target: PutTarget, changes: readonly UrlChange[], step: () => void): Promise<LeftAlone[]> {
  const left: LeftAlone[] = [];
  let failures = 0;
  for (const [index, change] of changes.entries()) {
    step();
    if (failures === MAX_FAILURES) return [...left, notTried(changes.slice(index))];
    try {
      const reason = await putHookUrl(target, change);
      failures = 0;
      if (reason !== undefined) left.push(leaveBroadcast(change.id, reason.why, reason.isFailure));
    } catch (error) {
      failures++;
      left.push(leaveBroadcast(change.id, error instanceof Error ? error.message : 'it could not be changed', true));
    }
  }
  return left;
}

const notTried = (changes: readonly UrlChange[]): LeftAlone => ({
  what: nameBroadcasts(changes.map(({ id }) => id)),
  why: 'not tried: the server answered no more',
  isFailure: true,
});

type Reason = Pick<LeftAlone, 'why' | 'isFailure'>;

const failure = (why: string): Reason => ({ why, isFailure: true });

/** Looks at the broadcast right before: it may have changed, or started, since it was read. Returns why it was not changed. */
async function putHookUrl(target: PutTarget, { id, from, to }: UrlChange): Promise<Reason | undefined> {
  const { panel, app, jwtSecret, restartSources } = target;
  if (!isAskableId(id)) return failure('its id cannot be asked for by REST');
  const before = await fetchBroadcast(panel, app, id, jwtSecret);
  if (before.hookUrl === to) return undefined;
  if (before.hookUrl !== from) return failure(WAS_CHANGED);
  if (isRunningSource(before) && !restartSources) return { why: IS_RUNNING_SOURCE, isFailure: false };
  const answer = await panel.putOfApp(app, broadcastPath(id), JSON.stringify({ listenerHookURL: to }), jwtSecret);
  if (!isJsonObject(answer) || answer.success !== true) return failure('the server refused it (no success: true)');
  const { hookUrl } = await fetchBroadcast(panel, app, id, jwtSecret);
  return hookUrl === to ? undefined : failure('the server says success, and has another webhook URL');
}
