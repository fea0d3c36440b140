import type { AllowList } from '../receiving/allow-list.ts';
import type { KeyUse, Refusal, RefusalReason } from '../stream/refusal.ts';
import type { StreamKey } from '../tokens/stream-key.ts';
import type { Token } from '../tokens/token.ts';

/** The token of a URL and the key of a question, as far as they exist. */
export interface CredentialPair {
  readonly token: Token | undefined;
  readonly key: StreamKey | undefined;
}

/** The hashes by which credentials are found. */
export interface CredentialHashes {
  readonly token: string;
  /** Undefined where the question has no key. */
  readonly key: string | undefined;
}

/** Finds credentials, in one round trip or none. */
export interface CredentialFinder {
  /**
   * Returns the credentials at a time (`wall`, ms since the epoch). Rejects within `ms` when neither the table nor what is
   * remembered of it can tell.
   */
  find(hashes: CredentialHashes, wall: number, ms: number): Promise<CredentialPair>;
}

/** Counts refusals where people can read them. */
export interface RefusalCounter {
  /**
   * Counts a refusal, and returns its id as it may be shown: of an id that is no known stream, what follows the first slash is
   * masked. Never rejects, and takes at most 100 ms.
   */
  count(refusal: Refusal): Promise<string | null>;
}

/** Notes that keys let somebody in. */
export interface KeyUsage {
  /** Notes a use at a time (ms since the epoch). Never rejects, and takes at most 100 ms, once an hour; else no time. */
  note(key: StreamKey, at: number): Promise<void>;
}

/** The log line of a question. It never holds the path, since that holds the token, nor a key. */
export interface AuthorisationLogLine {
  /** Absent when the URL was wrong: somebody may have put a token in the place of the app. */
  readonly app?: string;
  readonly use: KeyUse;
  readonly status: number;
  readonly reason?: RefusalReason;
  /** As it may be shown. */
  readonly id?: string;
  /** The first characters of the key's hash, as `npm run keys -- list` shows them. */
  readonly keyId?: string;
  /** Time in the handler, in ms. */
  readonly ms: number;
  /** The reason for a 503. */
  readonly error?: string;
}

/** The collaborators of the authoriser. */
export interface AuthoriserDeps {
  readonly credentials: CredentialFinder;
  readonly refusals: RefusalCounter;
  readonly keyUsage: KeyUsage;
  readonly allowList: AllowList;
  /** Writes one line per question. */
  readonly log: (line: AuthorisationLogLine) => void;
}
