import { cutText } from '../../../lambda/hook/cut.ts';
import { MAX_AHEAD_MS, MIN_TIMESTAMP } from '../../../lambda/hook/event-clock.ts';
import { maskFields } from '../../../lambda/hook/masking/mask.ts';
import { MAX_TEXT_BYTES } from '../../../lambda/stream/fields.ts';
import { isStreamId } from '../../../lambda/stream/names.ts';
import type { PresumedStart } from '../../../lambda/stream/presumed-start.ts';
import type { Broadcast } from '../broadcast.ts';
import { findUnknownBroadcasts, spellingsOf } from '../checks/live-checks.ts';
import type { Facts } from '../finding.ts';
import { maskId } from '../list-ids.ts';
import { hasGoodToken, locate } from '../settle-destination.ts';

/** A live stream of the media server that is not adopted. */
export interface NotAdopted {
  /** Masked. */
  readonly id: string;
  readonly why: string;
}

/** The streams that are adopted, and those that are not. */
export interface AdoptionPlan {
  readonly starts: readonly PresumedStart[];
  readonly left: readonly NotAdopted[];
}

/** Returns the streams that are live on the server and not in the table: those to be recorded as started, and the others. */
export function planAdoption(facts: Facts): AdoptionPlan {
  const rooms = new Set(facts.server.broadcasts.map(({ room }) => room));
  const starts: PresumedStart[] = [];
  const left: NotAdopted[] = [];
  for (const broadcast of findUnknownBroadcasts(facts)) {
    const why = rooms.has(broadcast.id) ? 'it is a room, to which streams are published' : whyNot(broadcast, facts);
    if (why === null) starts.push(toStart(broadcast, facts));
    else left.push({ id: maskId(broadcast.id), why });
  }
  return { starts, left };
}

/** Whether the server says since when a stream is live, by a clock that hooks may have. */
const isKnownStart = ({ startTime }: Broadcast, now: number): boolean =>
  startTime >= MIN_TIMESTAMP && startTime <= now + MAX_AHEAD_MS;

/** Whether the clock of the server is so far ahead that its hooks count by the time of their receipt. */
const isClockIgnored = ({ clockAheadMs, isRelayed }: Facts['server']): boolean =>
  !isRelayed && clockAheadMs !== null && clockAheadMs > MAX_AHEAD_MS;

/** Returns why a stream is not adopted; null when it is. */
function whyNot(broadcast: Broadcast, facts: Facts): string | null {
  const destination = locate(broadcast.hookUrl ?? facts.server.settings.listenerHookURL, 'hooks', facts);
  if (destination === 'otherApp') return 'its hooks name another app';
  if (!hasGoodToken(destination)) return 'its hooks do not come to this receiver, so that nothing would end it';
  const id = idInHooks(broadcast.id, facts);
  if (id.includes('?') || !isStreamId(id)) return 'its hooks may have its id in another spelling';
  if (isClockIgnored(facts.server)) return "the media server's clock is more than 2 min ahead: set it first";
  return isKnownStart(broadcast, facts.now) ? null : 'the media server does not say since when it is live';
}

/** The id under which hooks name a stream. */
const idInHooks = (id: string, { server }: Facts): string => spellingsOf(id, server.settings).at(-1) ?? id;

/** Its name is masked and cut as the `streamName` of a hook is. */
function toStart({ id, name, startTime }: Broadcast, facts: Facts): PresumedStart {
  const masked = name === null ? undefined : maskFields({ streamName: name }).streamName;
  return {
    app: facts.receiver.app,
    id: idInHooks(id, facts),
    at: startTime,
    name: typeof masked === 'string' ? cutText(masked, MAX_TEXT_BYTES) : undefined,
    receivedAt: facts.now,
  };
}
