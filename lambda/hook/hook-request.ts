/** A webhook request as received: nothing in it is trusted yet. */
export interface HookRequest {
  /** The namespace from the URL, never the body's own `app`. */
  readonly app: string;
  /** The token from the URL. */
  readonly token: string;
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** API Gateway's id of the request. */
  readonly requestId: string;
  /** The IP address of the sender. */
  readonly address: string;
}
