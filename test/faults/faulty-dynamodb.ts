import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type EngineResponse, type Fault, faults } from './faults.ts';

/** Which requests a fault hits. */
export interface FaultScope {
  /** Only requests about this table. @default every table */
  readonly table?: 'streams' | 'tokens';
  /** Only one of this many requests. @default 1 */
  readonly every?: number;
}

/** Ports below the ephemeral range: no other process is given one while it is closed, and no connection to it connects to itself. */
const [FIRST_PORT, PORTS] = [20_000, 10_000];

/** A proxy in front of a DynamoDB whose requests a fault can hit. */
export class FaultyDynamoDB {
  readonly #engine: URL;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server = createServer((incoming, response) =>
    this.#handle(incoming, response).catch(() => response.destroy()),
  );
  #port = 0;
  #fault: Fault = 'none';
  #scope: FaultScope = {};
  /** The number of requests in the fault's scope so far. */
  #seen = 0;

  private constructor(engine: string) {
    this.#engine = new URL(engine);
  }

  /** Starts a proxy in front of the engine at an endpoint. */
  static async start(engine: string): Promise<FaultyDynamoDB> {
    const faulty = new FaultyDynamoDB(engine);
    while (faulty.#port === 0)
      await faulty.#listen(FIRST_PORT + Math.floor(Math.random() * PORTS)).catch(ignoreAddressInUse);
    return faulty;
  }

  get endpoint(): string {
    return `http://${this.#engine.username}@127.0.0.1:${this.#port}`;
  }

  /** Sets the fault of the requests to come. Requests in flight keep the fault that they met. */
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

  /** Returns how many requests the fault has hit before this one, undefined where it does not hit this one. */
  #hitIndex(body: Buffer): number | undefined {
    const { table, every = 1 } = this.#scope;
    const signs = [`"TableName":"${table}"`, `"RequestItems":{"${table}"`];
    if (table !== undefined && !signs.some((sign) => body.includes(sign))) return undefined;
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
