import { pluralize } from '../../../lambda/text/pluralize.ts';
import type { Check, Facts, Finding } from '../finding.ts';
import { otherCountOf } from '../list-broadcasts.ts';
import { listIds, maskId } from '../list-ids.ts';

/** Says where not every broadcast was read, so that nothing is known of some. */
export const checkListing: Check = (facts) => [...findUnreadable(facts), ...findUncounted(facts)];

function findUnreadable({ server: { unreadable } }: Facts): Finding[] {
  if (unreadable.length === 0) return [];
  const ids = unreadable.filter((id) => id !== '');
  const named = ids.length === 0 ? '' : `: ${listIds(ids)}`;
  const finding: Finding = {
    what: 'Broadcasts, not read',
    grade: 'warning',
    found: `${pluralize(unreadable.length, 'broadcast')} that could not be read${named}`,
    ids: ids.map(maskId),
    wanted: 'none',
    why: 'without an id, or with a value of another type than every known release has: where their hooks go is not known',
    mend: 'look at each in the web panel, and delete it when it is broken',
    unsettled: true,
  };
  return [finding];
}

/** A page that moves while pages are read hides a broadcast, or shows one twice. */
function findUncounted({ server }: Facts): Finding[] {
  const other = otherCountOf(server);
  if (other === undefined) return [];
  const finding: Finding = {
    what: 'Broadcasts, count',
    grade: 'warning',
    found: `${server.broadcasts.length + server.unreadable.length} read, and ${other} counted by the server`,
    wanted: 'the same number',
    why: 'some were created or deleted while they were read: others may have been missed',
    mend: 'run the doctor again, when fewer streams start and end',
    unsettled: true,
  };
  return [finding];
}
