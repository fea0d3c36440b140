import type { HookRequest } from '../../lambda/hook/hook-request.ts';
import { buildHookRequest } from './hook-request.builder.ts';

/** A request with a raw body and no content type. */
export function buildRawRequest(body: Buffer | string, overrides: Partial<HookRequest> = {}): HookRequest {
  const request = buildHookRequest({ fields: {}, receivedAt: Date.UTC(2026, 10, 2, 12), requestId: 'request' });
  return { ...request, bytes: Buffer.from(body), contentType: undefined, ...overrides };
}
