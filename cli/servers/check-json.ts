import type { ServerCheck } from '../../lambda/asking/check-server.ts';

/** The outcome of a check that could not be made: the server is kept, but nothing is known of it. */
export interface FailedCheck {
  readonly error: string;
}

/** Converts a check to its JSON output. */
export const toCheckJson = (check: ServerCheck | FailedCheck) =>
  'error' in check
    ? { ok: false, outcome: 'notAsked', text: check.error, broadcasts: null, clockAheadMs: null }
    : check;

/** Formats a check as the end of a sentence. */
export const formatCheck = (check: ServerCheck | FailedCheck): string =>
  'error' in check ? `It could not be asked. ${check.error}` : `Asked once: ${check.text}.`;
