/** A media server's application that may be asked by REST. */
export interface RegisteredServer {
  /** Where the application answers, such as `https://media.example.com:5443/LiveApp`. */
  readonly url: string;
  /** The application's JWT secret; null when it takes requests without one. */
  readonly jwtSecret: string | null;
}

/** What a media server says about one stream. `updateTime` is in ms, `reason` in plain words. */
export type Verdict =
  | { readonly kind: 'live' }
  | { readonly kind: 'ended'; readonly updateTime: number | null }
  | { readonly kind: 'unclear'; readonly reason: string };

/** The media servers that may be asked, at most one an app. */
export interface MediaServers {
  /** Returns the apps that have a registered server. Throws when they cannot be read: nobody is asked then. */
  readonly registered: () => Promise<ReadonlySet<string>>;
  /** Asks about these streams of one app until `deadline` (ms, monotonic). A stream that was not asked is not in the map. */
  readonly ask: (app: string, ids: readonly string[], deadline: number) => Promise<ReadonlyMap<string, Verdict>>;
}
