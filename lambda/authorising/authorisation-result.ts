import { tooLarge } from '../receiving/hook-result.ts';
import type { RefusalReason } from '../stream/refusal.ts';
import type { AuthorisationLogLine } from './authoriser-deps.ts';
import { maskUnknownId } from './mask-id.ts';

type LogFields = Omit<AuthorisationLogLine, 'use' | 'status' | 'ms'>;

/** The status and body of an answer, with the fields of its log line. */
export interface AuthorisationResult extends LogFields {
  readonly status: number;
  readonly body: object;
}

export const allowed = (fields: LogFields): AuthorisationResult => ({
  status: 200,
  body: { allowed: true },
  ...fields,
});

/** Every refusal has the same answer; only the log, and those who may read refusals, know the reason. */
export const refused = (reason: RefusalReason, fields: LogFields = {}): AuthorisationResult => ({
  status: 403,
  body: { error: 'not allowed: the operator of this receiver sees why' },
  reason,
  ...fields,
});

/** The URL may be wrong, so the app is not logged. */
export const undecided = (error: unknown, id: string | null): AuthorisationResult => ({
  status: 503,
  body: { error: 'cannot be told in time: ask again' },
  ...(id !== null && { id: maskUnknownId(id) }),
  error: String(error),
});

export const questionTooLarge = (bytes: number): AuthorisationResult => ({ status: 413, body: tooLarge(bytes).body });

/** For any other path below `/authorize/`. It repeats nothing of the path, which may hold a token. */
export const pathNotFound: AuthorisationResult = {
  status: 404,
  body: { error: 'no such path: expected /authorize/publish/{app}/{token} or /authorize/play/{app}/{token}' },
};
