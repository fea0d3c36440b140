import { isAskableId } from '../../../lambda/asking/server-url.ts';
import { replaceNonLatin1 } from '../../simulate/wire/java.ts';
import type { AppSettings } from '../app-settings.ts';
import { type Broadcast, isOnAir } from '../broadcast.ts';
import { type Check, type Facts, type Finding, fine, note } from '../finding.ts';
import { listIds, maskId } from '../list-ids.ts';
import { mendCommand } from '../mend-command.ts';
import { FORM_TYPE } from './delivery-checks.ts';

const WHAT = 'Live streams';

/** In ms: a hook may be on its way, and the two lists are not of the same moment. */
const GRACE_MS = 15_000;

/** Compares which streams are live on the server with what the status table knows. */
export const checkLive: Check = (facts) => {
  const { live } = facts.probes;
  if (typeof live === 'string') return [note(WHAT, 'not compared with the table', live)];
  const findings = [...findUnknown(facts), ...findGone(facts)];
  return findings.length > 0 ? findings : [fine(WHAT, `the same ${live.length} on both sides`)];
};

/**
 * Returns the broadcasts that are live and that the table does not know as live. One whose id has `?` is left out: it may be stored in
 * another spelling, since a secret in its query is masked, and a form holds `?` for letters that it lost.
 */
export function findUnknownBroadcasts({ server, probes: { live }, now }: Facts): Broadcast[] {
  const known = new Set(typeof live === 'string' ? [] : live.map(({ id }) => id));
  const serverNow = now + (server.clockAheadMs ?? 0);
  return server.broadcasts.filter(
    ({ id, status, startTime }) =>
      status === 'broadcasting' &&
      startTime < serverNow - GRACE_MS &&
      !spellingsOf(id, server.settings).some((spelling) => known.has(spelling)) &&
      !id.includes('?'),
  );
}

function findUnknown(facts: Facts): Finding[] {
  const unknown = findUnknownBroadcasts(facts);
  if (unknown.length === 0) return [];
  return [
    {
      what: 'Live, not in the table',
      grade: 'warning',
      found: `${unknown.length}: ${listIds(unknown.map(({ id }) => id))}`,
      ids: unknown.map(({ id }) => maskId(id)),
      wanted: 'none',
      why: 'they started before the first hook, their start was lost, or their heartbeats do not come',
      mend: 'a heartbeat makes them live, where the server sends any; --adopt records those as started whose hooks come here',
    },
  ];
}

/** Returns the ids under which the table may have a stream, that of its hooks last: a form sends `?` for each letter that Latin-1 does not have. */
export function spellingsOf(id: string, { webhookContentType: type }: AppSettings): string[] {
  const isForm = type === undefined || type === FORM_TYPE;
  return isForm ? [maskId(id), maskId(replaceNonLatin1(id))] : [maskId(id)];
}

function findGone({ server, receiver, probes: { live }, now }: Facts): Finding[] {
  if (typeof live === 'string') return [];
  const there = new Set([...server.broadcasts.filter(isOnAir).map(({ id }) => id), ...server.unreadable].map(maskId));
  const gone = live.filter(
    ({ id, lastEventAt, isRoom }) => !isRoom && lastEventAt < now - GRACE_MS && isAskableId(id) && !there.has(id),
  );
  if (gone.length === 0) return [];
  return [
    {
      what: 'Live in the table alone',
      grade: 'warning',
      found: `${gone.length}: ${listIds(gone.map(({ id }) => id))}`,
      ids: gone.map(({ id }) => maskId(id)),
      wanted: 'none',
      why: 'their end was lost, or another media server has them',
      mend: `register the media server, so that such ends are noticed: ${mendCommand(receiver, 'servers', 'add', '--app', receiver.app)} --url …; docs/missing-hooks.md`,
    },
  ];
}
