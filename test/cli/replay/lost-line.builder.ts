import { serializeDeferred } from '../../../lambda/deferred/deferred-event.ts';
import { lostMac } from '../../../lambda/deferred/lost-mac.ts';
import { toMessage } from '../../../lambda/hook/message.ts';
import type { HookLogLine } from '../../../lambda/receiving/receive.ts';
import { buildHookRequest } from '../../hook/hook-request.builder.ts';

/** Returns the log line of a receiver with this key for a start that it could store nowhere else. */
export function aLostLine(
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
