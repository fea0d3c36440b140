import { deferredText } from '../../../lambda/deferred/deferred-event.ts';
import { lostMac } from '../../../lambda/deferred/lost-mac.ts';
import { messageOf } from '../../../lambda/hook/message.ts';
import type { HookLine } from '../../../lambda/receiving/receive.ts';
import { received } from '../../stream/model.ts';

/** What a receiver with this key tells of a start that it could keep nowhere. */
export function aLostLine(id: string, key: string | undefined, app = 'LiveApp'): HookLine & { readonly lost: string } {
  const now = Date.now();
  const fields = { action: 'liveStreamStarted', id, timestamp: now };
  const message = messageOf({ ...received({ fields, receivedAt: now, requestId: '' }), app });
  const lost = deferredText({ message });
  return { app, status: 503, error: 'no answer', lost, mac: key && lostMac(key, lost), ms: 9 };
}
