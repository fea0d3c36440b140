import { type Broadcast, isRunningSource } from '../broadcast.ts';
import { listBroadcasts } from '../list-broadcasts.ts';
import type { PanelClient } from '../panel-client.ts';
import { IS_RUNNING_SOURCE, type LeftAlone, leaveBroadcast, WAS_CHANGED } from './left-alone.ts';
import type { UrlChange } from './settings-copy.ts';

/** The broadcasts whose URLs are put back, and those that are left as they are. */
export interface SortedUndoing {
  readonly broadcasts: readonly UrlChange[];
  readonly left: readonly LeftAlone[];
}

/** Where broadcasts are read. */
interface Source {
  readonly panel: PanelClient;
  readonly app: string;
  readonly jwtSecret: string | null;
}

/**
 * Sorts changes of webhook URLs by what the broadcasts have now. Those that have their old URL are in neither list. Where the
 * broadcasts cannot be listed, all are to be changed: each is read right before in any case.
 */
export async function sortUndoing(
  { panel, app, jwtSecret }: Source,
  changes: readonly UrlChange[],
  restartSources: boolean,
): Promise<SortedUndoing> {
  const list = changes.length === 0 ? undefined : await listBroadcasts(panel, app, jwtSecret).catch(() => undefined);
  if (list === undefined) return { broadcasts: changes, left: [] };
  const known = new Map(list.broadcasts.map((broadcast) => [broadcast.id, broadcast]));
  const broadcasts: UrlChange[] = [];
  const left: LeftAlone[] = [];
  for (const change of changes) {
    const broadcast = known.get(change.id);
    if (broadcast?.hookUrl === change.to) continue;
    const reason = whyNot(broadcast, change, restartSources);
    if (reason === undefined) broadcasts.push(change);
    else left.push(reason);
  }
  return { broadcasts, left };
}

function whyNot(broadcast: Broadcast | undefined, { id, from }: UrlChange, restartSources: boolean) {
  if (broadcast === undefined) return leaveBroadcast(id, 'it is not among the broadcasts of the server', true);
  if (broadcast.hookUrl !== from) return leaveBroadcast(id, WAS_CHANGED, true);
  return isRunningSource(broadcast) && !restartSources ? leaveBroadcast(id, IS_RUNNING_SOURCE) : undefined;
}
