import { type Access, openAgent, REQUEST_TIMEOUT_MS } from './ask-server.ts';
import { readCount } from './conclude.ts';
import { type Diagnosis, diagnoseFailure, diagnoseResponse, type Outcome } from './diagnose.ts';
import { getResponse, type RestResponse } from './get-response.ts';
import { countUrl } from './server-url.ts';

/** What one question to a media server brought, for the operator who registers it. */
export interface ServerCheck {
  /** Whether the server may be asked, and answers as Ant Media Server does. */
  readonly ok: boolean;
  readonly outcome: Outcome | 'notRegistered' | 'unreadable';
  /** What was heard, and what to do about it, in plain words on one line; no secret is in it. */
  readonly text: string;
  /** The application's broadcasts, live or not; null when it did not count them. */
  readonly broadcasts: number | null;
  /** How far its clock is ahead of ours, in ms, from its header `date`; negative when it is behind, null when it is not known. */
  readonly clockAheadMs: number | null;
}

/** In ms; the header `date` has whole seconds, and a request takes some time. */
const MAX_CLOCK_DIFFERENCE_MS = 30_000;

/** Asks a server once, as a sweep does first, and says what was heard. Never throws. */
export async function checkServer({ url, authorization }: Access): Promise<ServerCheck> {
  const agent = openAgent(url);
  try {
    const response = await getResponse(countUrl(url), { agent, authorization, timeoutMs: REQUEST_TIMEOUT_MS });
    return withClock(toCheck(response, authorization !== null), clockAheadOf(response, Date.now()));
  } catch (error) {
    return failedCheck(diagnoseFailure(error), authorization !== null);
  } finally {
    agent.destroy();
  }
}

/** Says in plain words that an app has no server. */
export const NOT_REGISTERED = 'no media server is registered for this app';

/** Returns the check of an app that has no server, or one that cannot be read. */
export const checkWithoutServer = (outcome: 'notRegistered' | 'unreadable', text: string): ServerCheck => ({
  ok: false,
  outcome,
  text,
  broadcasts: null,
  clockAheadMs: null,
});

function toCheck(response: RestResponse, hasJwt: boolean): ServerCheck {
  const broadcasts = readCount(response);
  if (broadcasts === undefined) return failedCheck(diagnoseResponse(response), hasJwt);
  return {
    ok: true,
    outcome: 'fine',
    text: `it answers as Ant Media Server does (broadcasts: ${broadcasts})`,
    broadcasts,
    clockAheadMs: null,
  };
}

function failedCheck({ outcome, text }: Diagnosis, hasJwt: boolean): ServerCheck {
  const advice = outcome === 'jwtRefused' && !hasJwt ? NO_JWT_ADVICE : adviceFor[outcome];
  return { ok: false, outcome, text: `${text}: ${advice}`, broadcasts: null, clockAheadMs: null };
}

const NO_JWT_ADVICE = "register it with the application's JWT secret, without --no-jwt";
const URL_ADVICE = 'check the URL, such as https://media.example.com:5443/LiveApp';

const adviceFor: Readonly<Record<Outcome, string>> = {
  fine: '',
  jwtRefused: "check that the secret is that of the application's JWT filter, and both clocks",
  ipRefused:
    "add that address to the application's allowed IPs; a deployed function has no fixed address, so there turn its JWT filter on first, then allow 0.0.0.0/0",
  refused: 'check the proxy or firewall in front of it',
  starting: 'try again in some seconds',
  noSuchApp: 'check the name of the application at the end of the URL',
  redirected: 'register the URL at the end of the redirect, perhaps with https',
  serverError: 'see its log, and try again',
  notMediaServer: URL_ADVICE,
  certificate: 'install one of a public authority for the name in the URL, and use that name',
  nameNotFound: URL_ADVICE,
  unreachable:
    'check the port, the firewall, and whether it can be reached from there (a private server needs vpcSubnets)',
  timedOut: 'check the firewall, and whether it can be reached from there (a private server needs vpcSubnets)',
};

function clockAheadOf({ date = '' }: RestResponse, now: number): number | null {
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : time - now;
}

function withClock(check: ServerCheck, clockAheadMs: number | null): ServerCheck {
  if (clockAheadMs === null || Math.abs(clockAheadMs) <= MAX_CLOCK_DIFFERENCE_MS) return { ...check, clockAheadMs };
  const difference = `its clock is ${formatSeconds(Math.abs(clockAheadMs))} ${clockAheadMs > 0 ? 'ahead of' : 'behind'} ours`;
  return { ...check, clockAheadMs, text: `${check.text}; ${difference}: set both by NTP` };
}

/** Formats a time of at least some seconds, such as `95 s` or `61 min`. */
const formatSeconds = (ms: number): string =>
  ms < 600_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
