import type { Token } from '../../lambda/tokens/token.ts';

/** A live stream of the status table. */
export interface TableStream {
  readonly id: string;
  /** When its last event happened, in ms. */
  readonly lastEventAt: number;
  /** Whether it is a room, to which streams of their own are published. */
  readonly isRoom: boolean;
}

/** The receiver that the media server should send its hooks to. */
export interface ReceiverFacts {
  /** Its URL, without a slash at the end. */
  readonly url: string;
  /** The app in the URL of the hooks. */
  readonly app: string;
  /** Its tokens; undefined where only a webhook URL is known. */
  readonly tokens: readonly Token[] | undefined;
  /** The token of the webhook URL that the operator gave, which tells its address and app, too. */
  readonly hookToken: string | undefined;
  /** A webhook URL of it with its token, which is a secret: the operator's, or that of the receiver on this machine. */
  readonly hookUrl?: string | undefined;
  /** The name of its stack, where it was given. */
  readonly stack?: string | undefined;
  /** Reads the streams of the app that its table knows as live; a text says why they could not be read. */
  readonly readLive: () => Promise<readonly TableStream[] | string>;
}
