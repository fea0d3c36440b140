/** A media server that may be asked by REST. */
export interface RegisteredServer {
  readonly url: string;
  readonly jwtSecret: string | null;
}

/** What a media server says about a stream. */
export type Verdict =
  | { readonly kind: 'live' }
  /** `updateTime`: when the broadcast was last updated, in ms since the epoch; null when it does not say. */
  | { readonly kind: 'ended'; readonly updateTime: number | null }
  /** It said nothing that can be used; the reason is in plain words. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** A port: asks the registered media servers about streams. */
export interface MediaServers {
  /** Returns the apps with a registered server. Throws when they cannot be read: the sweep then asks nobody. */
  readonly registered: () => Promise<ReadonlySet<string>>;
  /** Asks about these streams of one app until the deadline (ms, `monotonicMs`); a stream that was not asked is not in the map. */
  readonly ask: (app: string, ids: readonly string[], deadline: number) => Promise<ReadonlyMap<string, Verdict>>;
}
