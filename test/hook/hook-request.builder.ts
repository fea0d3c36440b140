import type { HookRequest } from '../../lambda/hook/hook-request.ts';
import type { SentHook } from '../../oracle/sent-hook.ts';

/** A hook that was sent by a request of its own. */
export interface HookInput extends SentHook {
  readonly requestId: string;
}

export function buildHookRequest({ fields, receivedAt, requestId, address = '203.0.113.9' }: HookInput): HookRequest {
  return {
    app: 'LiveApp',
    token: 'token',
    address,
    bytes: Buffer.from(JSON.stringify(fields)),
    contentType: 'application/json',
    receivedAt,
    requestId,
  };
}
