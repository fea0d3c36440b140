import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Recipient } from './recipient.ts';
import { readRecipientName } from './recipient-parameter.ts';
import { parseRecipient } from './registered-recipient.ts';

/** The registered recipients by name; undefined for one whose parameter cannot be read. */
export type RecipientsByName = ReadonlyMap<string, Recipient | undefined>;

export interface SsmRecipientsDeps {
  readonly ssm: SSMClient;
  /** The path of their parameters, such as `/AntMediaWebhooks/notify`. */
  readonly path: string;
  readonly now: () => number;
  /** Receives the name of a recipient whose parameter cannot be read, once for each read. */
  readonly onUnreadable: (name: string) => void;
}

/** The recipients in the parameters of a deployed stack. */
export class SsmRecipients {
  readonly #deps: SsmRecipientsDeps;
  #readAt = Number.NEGATIVE_INFINITY;
  #recipients: Promise<RecipientsByName> | undefined;

  constructor(deps: SsmRecipientsDeps) {
    this.#deps = deps;
  }

  /**
   * Returns those that were read less than `maxAgeMs` ago, in ms, else those of now; concurrent callers share one read unless it
   * is 0. Each read is billed for each recipient. Throws when the parameters cannot be read.
   */
  read({ maxAgeMs }: { readonly maxAgeMs: number }): Promise<RecipientsByName> {
    const isFresh = this.#deps.now() - this.#readAt < maxAgeMs;
    return this.#recipients !== undefined && isFresh ? this.#recipients : this.#refresh();
  }

  #refresh(): Promise<RecipientsByName> {
    this.#readAt = this.#deps.now();
    const reading = this.#readAll();
    this.#recipients = reading;
    reading.catch(() => {
      if (this.#recipients === reading) this.#recipients = undefined; // a failure is not cached
    });
    return reading;
  }

  async #readAll(): Promise<RecipientsByName> {
    const recipients = new Map<string, Recipient | undefined>();
    let nextToken: string | undefined;
    do {
      const page = {
        Path: this.#deps.path,
        WithDecryption: true,
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
      const { Parameters = [], NextToken } = await this.#deps.ssm.send(new GetParametersByPathCommand(page));
      for (const { Name = '', Value = '' } of Parameters) {
        const name = readRecipientName(Name);
        recipients.set(name, this.#parse(name, Value));
      }
      nextToken = NextToken;
    } while (nextToken);
    return recipients;
  }

  /** One broken parameter is no reason to notify nobody. */
  #parse(name: string, value: string): Recipient | undefined {
    try {
      const recipient = parseRecipient(value);
      if (recipient.name === name) return recipient;
    } catch {} // its message quotes nothing that the name does not say
    this.#deps.onUnreadable(name);
    return undefined;
  }
}
