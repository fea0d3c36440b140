import type { RestResponse } from './get-response.ts';

/** What a media server, or whatever stands in its place, made of a request. */
export type Outcome =
  | 'fine'
  | 'ipRefused'
  | 'jwtRefused'
  | 'refused'
  | 'starting'
  | 'noSuchApp'
  | 'redirected'
  | 'serverError'
  | 'notMediaServer'
  | 'certificate'
  | 'nameNotFound'
  | 'unreachable'
  | 'timedOut';

/** Why a request gave no answer to conclude from; `text` is one sentence in plain words, without anything that the server sent. */
export interface Diagnosis {
  readonly outcome: Outcome;
  readonly text: string;
}

/** The messages of Ant Media Server's 403, by what they contain; the JWT is looked at before the address. */
const refusals: readonly (readonly [string, Diagnosis])[] = [
  ['Invalid App JWT Token', { outcome: 'jwtRefused', text: 'it refused the JWT (403)' }],
  ['Not allowed IP', { outcome: 'ipRefused', text: 'its IP filter refused the address that asked (403)' }],
  ['is getting initialized', { outcome: 'starting', text: 'the application is starting (403)' }],
];
const refused: Diagnosis = { outcome: 'refused', text: 'the request was refused, not by Ant Media Server itself' };

/** Says why a response is not the expected one. */
export function diagnoseResponse({ status, body }: RestResponse): Diagnosis {
  if (status === 403)
    return refusals.find(([message]) => body.includes(message))?.[1] ?? { ...refused, text: `${refused.text} (403)` };
  if (status === 401 || status === 407) return { ...refused, text: `${refused.text} (${status})` };
  if (status === 404) return { outcome: 'noSuchApp', text: 'there is no such application (404)' };
  if (status >= 300 && status < 400)
    return { outcome: 'redirected', text: `it redirected the request (${status}), which is never followed` };
  if (status >= 500) return { outcome: 'serverError', text: `it failed (${status})` };
  return { outcome: 'notMediaServer', text: `it answered ${status}, but not as Ant Media Server does` };
}

const CERTIFICATE_CODES =
  /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|CRL|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE|HOSTNAME_MISMATCH/;
const NAME_CODES = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'];
/** Node's prefixes of errors of HTTP, TLS and gzip: something answered, but in no way that a media server does. */
const PROTOCOL_CODES = /^(HPE_|EPROTO$|ERR_|Z_|TOO_LARGE$|UNKNOWN_ENCODING$)/;

/** Says why there was no complete response; `error` is what `getResponse` throws. */
export function diagnoseFailure(error: unknown): Diagnosis {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return { outcome: 'timedOut', text: 'it gave no complete answer in time' };
  if (CERTIFICATE_CODES.test(code)) return { outcome: 'certificate', text: `its certificate is not trusted (${code})` };
  if (NAME_CODES.includes(code)) return { outcome: 'nameNotFound', text: `its name was not found (${code})` };
  if (PROTOCOL_CODES.test(code))
    return { outcome: 'notMediaServer', text: `it answered, but not as Ant Media Server does (${code})` };
  return { outcome: 'unreachable', text: `it could not be reached (${code})` };
}
