import { textOf } from '../hook/field-values.ts';
import type { Said } from '../hook/message.ts';
import type { Fields } from '../stream/event.ts';

/**
 * Why a request does not belong to a webhook URL: it asks whether somebody may publish or play, and the media server takes
 * every 200 for a yes. Undefined for everything else.
 */
export function misdirection(said: Said): string | undefined {
  if ('unreadable' in said || !asksForPermission(said.fields)) return undefined;
  const [use, setting] =
    textOf(said.fields, 'mode') === 'play' ? ['play', 'webhookPlayAuthUrl'] : ['publish', 'webhookAuthenticateURL'];
  return `received a request for permission to ${use}, expected an event: the URL in ${setting} begins with /authorize/${use}/`;
}

function asksForPermission(fields: Fields): boolean {
  const names = (name: string) => textOf(fields, name) !== undefined;
  return names('mode') && (names('streamId') || names('name')) && !names('action');
}
