import { lostMac, serializeDeferred } from '../../../lambda/deferred/deferred-event.ts';
import { toMessage } from '../../../lambda/hook/message.ts';
import type { HookLogLine } from '../../../lambda/receiving/hook-result.ts';
import { buildHookRequest } from '../../hook/hook-request.builder.ts';

/** Returns the log line of a receiver with this key for a start that it could store nowhere else. */
export function buildLostLine(
  id: string,
  key: string | undefined,
  app = 'LiveApp',
): HookLogLine & { readonly lost: string } {
  const now = Date.now();
  const fields = { action: 'liveStreamStarted', id, timestamp: now };
  const message = toMessage({ ...buildHookRequest({ fields, receivedAt: now, requestId: '' }), app });
  const lost = serializeDeferred({ message });
  return { app, status: 503, error: 'no answer', lost, mac: key && lostMac(key, lost), ms: 9 };
}
