import type { DeliveryOutcome, NotifyPolicy, Payload } from '../notification.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Recipient } from '../recipients/recipient.ts';
import type { TurnTimeDeps } from './turn-time.ts';

/** What a turn needs besides its recipient and lease. */
export interface SenderDeps extends TurnTimeDeps {
  readonly outbox: Outbox;
  /** Sends a payload once; never throws. */
  readonly send: (recipient: Recipient, payload: Payload) => Promise<DeliveryOutcome>;
  readonly policy: NotifyPolicy;
  /** The URL of the board, for links; null for none. */
  readonly boardUrl: string | null;
}
