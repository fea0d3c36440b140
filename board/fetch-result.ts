/** The outcome of a request to the read API. */
export type FetchResult =
  /** `isNew` is false when it is the same as the last time, but for running durations. */
  | { readonly kind: 'ok'; readonly body: unknown; readonly headers: Headers; readonly isNew: boolean }
  | { readonly kind: 'unauthorized' }
  /** The request itself is wrong, or about something that does not exist. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** No usable response: it is worth retrying. */
  | { readonly kind: 'unavailable'; readonly reason: string };
