import { textField } from '../hook/field-values.ts';
import type { MaskedBody } from '../hook/message.ts';
import type { HookFields } from '../stream/event.ts';

/**
 * Why a request does not belong to a webhook URL: it asks whether somebody may publish or play, and the media server takes
 * every 200 for a yes. Undefined for everything else.
 */
export function misdirectionError(said: MaskedBody): string | undefined {
  if ('unreadable' in said || !isAuthorisationRequest(said.fields)) return undefined;
  const [use, setting] =
    textField(said.fields, 'mode') === 'play' ? ['play', 'webhookPlayAuthUrl'] : ['publish', 'webhookAuthenticateURL'];
  return `received a request for permission to ${use}, expected an event: the URL in ${setting} begins with /authorize/${use}/`;
}

function isAuthorisationRequest(fields: HookFields): boolean {
  const names = (name: string) => textField(fields, name) !== undefined;
  return names('mode') && (names('streamId') || names('name')) && !names('action');
}
