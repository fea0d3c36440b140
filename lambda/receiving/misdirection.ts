import { textField } from '../hook/field-values.ts';
import type { MaskedBody } from '../hook/message.ts';
import type { HookFields } from '../stream/event.ts';

/**
 * Returns the error for an authorisation request that was sent to a webhook URL; undefined for any other body. The media server
 * takes every 200 for a permission.
 */
export function misdirectionError(body: MaskedBody): string | undefined {
  if ('unreadable' in body || !isAuthorisationRequest(body.fields)) return undefined;
  const [use, setting] =
    textField(body.fields, 'mode') === 'play' ? ['play', 'webhookPlayAuthUrl'] : ['publish', 'webhookAuthenticateURL'];
  return `received a request for permission to ${use}, expected an event: the URL in ${setting} begins with /authorize/${use}/`;
}

function isAuthorisationRequest(fields: HookFields): boolean {
  const has = (name: string) => textField(fields, name) !== undefined;
  return has('mode') && (has('streamId') || has('name')) && !has('action');
}
