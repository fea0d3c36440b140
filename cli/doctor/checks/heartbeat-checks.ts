import { recommended } from '../../../words/media-server-settings.ts';
import { type Check, type Facts, type Finding, fine, note, orByHand } from '../finding.ts';
import { maskId } from '../list-ids.ts';
import { FORM_TYPE } from './delivery-checks.ts';

const WANTED_MS = recommended.webhookStreamStatusUpdatePeriodMs;

/** In ms: a stream without a heartbeat for 60 s is stale, and one may be late. */
const MAX_PERIOD_MS = 20_000;

const WHAT = 'Heartbeats';

/** Looks at how often a live stream sends a heartbeat. */
export const checkHeartbeats: Check = ({ server: { settings, app } }) => {
  const { webhookStreamStatusUpdatePeriodMs: period } = settings;
  if (period === undefined)
    return [note(WHAT, 'none', 'this release sends none (since 2.12): a start or an end that is missed stays unknown')];
  const flaw = findFlaw(period);
  if (flaw === undefined) return [fine(WHAT, `every ${period} ms`)];
  const finding: Finding = {
    what: WHAT,
    grade: 'warning',
    found: period > 0 ? `every ${period} ms` : 'off',
    wanted: `every ${WANTED_MS} ms`,
    why: flaw,
    mend: orByHand(app, 'webhookStreamStatusUpdatePeriodMs', WANTED_MS),
  };
  return [finding];
};

function findFlaw(period: number): string | undefined {
  if (period <= 0)
    return 'health, missed starts and missed ends stay unknown, and nothing shows that a stream fell silent';
  if (period < WANTED_MS) return `${WANTED_MS} ms is the least that Ant Media recommends: each is a hook that costs`;
  if (period > MAX_PERIOD_MS) return 'a stream without a heartbeat for 60 s is shown as stale';
  return undefined;
}

/** Looks for streams that send no heartbeat, because a form cannot hold the name that they do not have. */
export const checkUnnamed: Check = (facts) => {
  const { webhookContentType, webhookStreamStatusUpdatePeriodMs: period = 0 } = facts.server.settings;
  return webhookContentType === FORM_TYPE && period > 0 ? [unnamedFinding(facts)] : [];
};

function unnamedFinding({ server: { broadcasts, app } }: Facts): Finding {
  const ids = broadcasts.filter(({ name }) => name === null).map(({ id }) => maskId(id));
  return {
    what: 'Forms with heartbeats',
    grade: ids.length > 0 ? 'lost' : 'warning',
    found: `${ids.length} of ${broadcasts.length} broadcasts without a name`,
    ids,
    wanted: recommended.webhookContentType,
    why: 'as a form, a stream without a name sends no heartbeat, and streams that an encoder creates have none',
    mend: orByHand(app, 'webhookContentType', recommended.webhookContentType),
  };
}
