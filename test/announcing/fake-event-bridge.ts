import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An entry as it arrives; its time is in s since the epoch. */
export interface ReceivedEntry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time: number;
}

/** Why an entry, or a whole request, is refused. */
export interface Refusal {
  readonly code: string;
  readonly message?: string;
  /** Of a whole request. @default 400 */
  readonly status?: number;
}

/** A server that speaks EventBridge's protocol, and refuses what it is told to. */
export class FakeEventBridge {
  /** The entries that it took, in order. */
  readonly taken: ReceivedEntry[] = [];
  /** The ids in each request, in order. */
  readonly requests: string[][] = [];
  refuseEntry: (entry: ReceivedEntry) => Refusal | undefined = () => undefined;
  refuseRequest: (entries: readonly ReceivedEntry[]) => Refusal | undefined = () => undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      const { status, body } = this.#answer(JSON.parse(text).Entries);
      response.writeHead(status, { 'x-amzn-requestid': 'request' }).end(JSON.stringify(body));
    });
  }

  static async start(): Promise<FakeEventBridge> {
    const fake = new FakeEventBridge();
    await once(fake.#server.listen(0, '127.0.0.1'), 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // it listens on TCP
  }

  /** Forgets what it took and refuses. */
  reset(): void {
    this.taken.length = 0;
    this.requests.length = 0;
    this.refuseEntry = this.refuseRequest = () => undefined;
  }

  close(): void {
    this.#server.close().closeAllConnections();
  }

  #answer(entries: readonly ReceivedEntry[]): { status: number; body: object } {
    this.requests.push(entries.map(eventIdOf));
    const whole = this.refuseRequest(entries);
    if (whole) return { status: whole.status ?? 400, body: { __type: whole.code, message: whole.message ?? 'no' } };
    const Entries = entries.map((entry) => {
      const refusal = this.refuseEntry(entry);
      if (refusal) return { ErrorCode: refusal.code, ErrorMessage: refusal.message ?? 'no' };
      this.taken.push(entry);
      return { EventId: 'id' };
    });
    const FailedEntryCount = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
    return { status: 200, body: { FailedEntryCount, Entries } };
  }
}

export const eventIdOf = ({ Detail }: ReceivedEntry): string => JSON.parse(Detail).eventId;
