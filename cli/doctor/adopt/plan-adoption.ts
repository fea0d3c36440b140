import { cutText } from '../../../lambda/hook/cut.ts';
import { maskText } from '../../../lambda/hook/masking/mask.ts';
import { MAX_TEXT_BYTES } from '../../../lambda/stream/fields.ts';
import { isStreamId } from '../../../lambda/stream/names.ts';
import type { PresumedStart } from '../../../lambda/stream/presumed-start.ts';
import type { Broadcast } from '../broadcast.ts';
import { findUnknownBroadcasts, spellingsOf } from '../checks/live-checks.ts';
import type { Facts } from '../finding.ts';
import { maskId } from '../list-ids.ts';
import { locate } from '../settle-destination.ts';

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

/** No release sent clocks before 2024; a server that was never told the time may have one. */
const MIN_CLOCK = Date.UTC(2024, 0, 1);

/** Returns the streams that are live on the server and not in the table: those to be recorded as started, and the others. */
export function planAdoption(facts: Facts): AdoptionPlan {
  const rooms = new Set(facts.server.broadcasts.map(({ room }) => room));
  const all = findUnknownBroadcasts(facts).map((broadcast) => {
    const why = rooms.has(broadcast.id) ? 'it is a room, to which streams are published' : whyNot(broadcast, facts);
    return { broadcast, why };
  });
  return {
    starts: all.filter(({ why }) => why === null).map(({ broadcast }) => toStart(broadcast, facts)),
    left: all.flatMap(({ broadcast, why }) => (why === null ? [] : [{ id: maskId(broadcast.id), why }])),
  };
}

/** Returns why a stream is not adopted; null when it is. */
function whyNot(broadcast: Broadcast, facts: Facts): string | null {
  const destination = locate(broadcast.hookUrl ?? facts.server.settings.listenerHookURL, 'hooks', facts);
  if (destination === 'otherApp') return 'its hooks name another app';
  if (destination !== 'ours' && destination !== 'silent')
    return 'its hooks do not come to this receiver, so that nothing would end it';
  const id = idInHooks(broadcast.id, facts);
  return id.includes('?') || !isStreamId(id) ? 'its hooks may have its id in another spelling' : null;
}

/** The id under which hooks name a stream. */
const idInHooks = (id: string, { server }: Facts): string => spellingsOf(id, server.settings).at(-1) ?? id;

function toStart({ id, name, startTime }: Broadcast, facts: Facts): PresumedStart {
  const { now, receiver } = facts;
  return {
    app: receiver.app,
    id: idInHooks(id, facts),
    at: startTime >= MIN_CLOCK && startTime <= now ? startTime : now,
    name: name == null ? undefined : cutText(maskText(name), MAX_TEXT_BYTES),
    receivedAt: now,
  };
}
