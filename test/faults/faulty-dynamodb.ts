import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type EngineResponse, type Fault, faults } from './faults.ts';

/** Which requests a fault hits. */
export interface FaultScope {
  /** Of one table alone. @default every table */
  readonly table?: 'streams' | 'tokens';
  /** Every so-manieth alone. @default every one */
  readonly every?: number;
}

/** Ports that no system gives to who asks for any: nobody else takes one while it is closed, nor is a connection to it its own other end. */
const [FIRST_PORT, PORTS] = [20_000, 10_000];

/** Stands between a receiver and a DynamoDB, and does to the requests what it is told to, from one moment to the next. */
export class FaultyDynamoDB {
  readonly #engine: URL;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server = createServer((asked, response) => this.#handle(asked, response).catch(() => response.destroy()));
  #port = 0;
  #fault: Fault = 'none';
  #scope: FaultScope = {};
  /** How many requests of the table that the fault is about it has seen. */
  #seen = 0;

  private constructor(engine: string) {
    this.#engine = new URL(engine);
  }

  /** Starts one before the engine that answers at an endpoint. */
  static async start(engine: string): Promise<FaultyDynamoDB> {
    const faulty = new FaultyDynamoDB(engine);
    while (faulty.#port === 0)
      await faulty.#listen(FIRST_PORT + Math.floor(Math.random() * PORTS)).catch(ignoreAddressInUse);
    return faulty;
  }

  get endpoint(): string {
    return `http://${this.#engine.username}@127.0.0.1:${this.#port}`;
  }

  /** From now on; what has been taken before meets the fault of that time. */
  async set(fault: Fault, scope: FaultScope = {}): Promise<void> {
    if (this.#fault === 'refuse') await this.#listen(this.#port);
    this.#fault = fault;
    this.#scope = scope;
    this.#seen = 0;
    if (fault === 'refuse') await this.#stop();
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.#stop();
    this.#agent.destroy();
  }

  async #listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = port;
  }

  async #stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const index = this.#hitIndex(body);
    const forward = () => this.#forward(incoming, body);
    await faults[index === undefined ? 'none' : this.#fault]({ index: index ?? 0, forward, response });
  }

  /** How many the fault has hit before this one; undefined when it spares it. */
  #hitIndex(body: Buffer): number | undefined {
    const { table, every = 1 } = this.#scope;
    if (table !== undefined && !body.includes(`"TableName":"${table}"`)) return undefined;
    const index = this.#seen++ / every;
    return Number.isInteger(index) ? index : undefined;
  }

  async #forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<EngineResponse> {
    const { host, hostname, port } = this.#engine;
    const forwarded = request({ hostname, port, method, path: url, headers: { ...headers, host }, agent: this.#agent });
    forwarded.end(body);
    const [response] = (await once(forwarded, 'response')) as [IncomingMessage]; // what Node gives
    return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
  }
}

function ignoreAddressInUse(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
}
