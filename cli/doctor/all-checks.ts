import { checkPlayAuthoriser, checkPublishAuthoriser } from './checks/authoriser-checks.ts';
import { checkBroadcasts } from './checks/broadcast-checks.ts';
import { checkContentType, checkRetryCount, checkRetryDelay } from './checks/delivery-checks.ts';
import { checkHeartbeats, checkUnnamed } from './checks/heartbeat-checks.ts';
import { checkListing } from './checks/listing-check.ts';
import { checkLive } from './checks/live-checks.ts';
import { checkReach } from './checks/reach-check.ts';
import { checkRelease } from './checks/release-check.ts';
import {
  checkClock,
  checkConnection,
  checkPrefixedKeys,
  checkRecording,
  checkStatusHook,
} from './checks/server-checks.ts';
import { checkWebhookUrl } from './checks/webhook-url-check.ts';
import type { Check, Facts, Finding } from './finding.ts';

/** Everything that the doctor looks at, in the order of its table. */
const checks: readonly Check[] = [
  checkConnection,
  checkRelease,
  checkWebhookUrl,
  checkReach,
  checkContentType,
  checkRetryCount,
  checkRetryDelay,
  checkHeartbeats,
  checkUnnamed,
  checkBroadcasts,
  checkListing,
  checkLive,
  checkPublishAuthoriser,
  checkPlayAuthoriser,
  checkStatusHook,
  checkClock,
  checkPrefixedKeys,
  checkRecording,
];

/** Makes all checks. */
export const examine = (facts: Facts): Finding[] => checks.flatMap((check) => check(facts));
