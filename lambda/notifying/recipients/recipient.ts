import type { DetailType } from '../../announcing/announcement.ts';

/** How a recipient is told: words for people in a chat or by mail, or the signed envelope for a program. The first is posted to Slack. */
export const styles = ['slack', 'teams', 'discord', 'envelope', 'mail'] as const;
export type Style = (typeof styles)[number];

/** A secret that signs envelopes, as Standard Webhooks writes it: `whsec_` and base64. */
export interface SigningSecret {
  readonly secret: string;
  /** When it stops to sign, in ms since the epoch; null for the newest, which signs until another one replaces it. */
  readonly until: number | null;
}

/** Somebody who is told what happens to streams. */
export interface Recipient {
  readonly name: string;
  readonly style: Style;
  /** The URL that is posted to, which may be a secret; of mail the ARN of its SNS topic. */
  readonly to: string;
  /** The announcements it is told of. */
  readonly on: readonly DetailType[];
  /** The only app it is told of; null for every app. */
  readonly app: string | null;
  /** The time for which an end is withheld, in ms: it is not told when the stream comes back meanwhile. 0 for none. */
  readonly graceMs: number;
  /** Whether its URL may lead to a private address, and then be plain HTTP. */
  readonly allowPrivate: boolean;
  /** The secrets that sign envelopes, newest first; empty for other styles. */
  readonly secrets: readonly SigningSecret[];
}

/** A recipient's name: part of a parameter's and of a topic's name. */
export const RECIPIENT_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
