import { afterAll, beforeAll } from 'vitest';
import type { HookLogLine } from '../../lambda/receiving/hook-result.ts';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import { type Receiver, startReceiver } from '../../local/start-receiver.ts';
import { expectDescribed } from '../reading/api-schema/expect-described.ts';

/** An HTTP response with its body. */
export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts the shape of the JSON
  readonly json: any;
}

/** A local receiver and a client of it. */
export class ReceiverUnderTest {
  readonly lines: HookLogLine[] = [];
  #receiver: Receiver | undefined;

  get url(): string {
    return this.#started.url;
  }

  get token(): string {
    return this.#started.token;
  }

  get #started(): Receiver {
    if (this.#receiver === undefined) throw new Error('the receiver has not been started: use it inside a test');
    return this.#receiver;
  }

  async start(dataDir: string): Promise<void> {
    this.#receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir, log: (line) => this.lines.push(line) });
  }

  async close(): Promise<void> {
    await this.#receiver?.close();
  }

  /** Posts a body as JSON (or as what `contentType` says) to the webhook URL of an app. */
  postHook(
    app: string,
    body: object | string | Uint8Array<ArrayBuffer>,
    contentType = 'application/json; charset=UTF-8',
  ): Promise<TestResponse> {
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    return this.request(`/hooks/${app}/${this.token}`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': contentType },
    });
  }

  /** Posts so many hooks, five at a time: of more a busy machine would defer or refuse some. */
  async postHooks(app: string, count: number, hookOf: (n: number) => object): Promise<void> {
    for (let n = 0; n < count; n += 5)
      await Promise.all([0, 1, 2, 3, 4].flatMap((k) => (n + k < count ? this.postHook(app, hookOf(n + k)) : [])));
  }

  /** Reads with the receiver's token, unless the headers hold another. */
  read(path: string, headers: Record<string, string> = {}): Promise<TestResponse> {
    return this.request(path, { headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  /** Sends a request. Throws when the description of the read API does not have the answer. */
  async request(path: string, init: RequestInit = {}): Promise<TestResponse> {
    const response = await fetch(`${this.url}${path}`, init);
    const text = await response.text();
    const { status, headers } = response;
    expectDescribed({
      method: init.method ?? 'GET',
      path: path.split('?')[0] ?? '',
      status,
      header: (name) => headers.get(name),
      text,
    });
    const json =
      headers.get('content-type')?.startsWith('application/json') && text !== '' ? JSON.parse(text) : undefined;
    return { status, headers, text, json };
  }
}

/** Starts a receiver for all tests of a file. */
export function useReceiver(dataDir = IN_MEMORY): ReceiverUnderTest {
  const receiver = new ReceiverUnderTest();
  beforeAll(() => receiver.start(dataDir));
  afterAll(() => receiver.close());
  return receiver;
}
