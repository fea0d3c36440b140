import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** A request of Ant Media Server, byte for byte. */
export interface Capture {
  readonly name: string;
  /** The app of its URL. */
  readonly app: string;
  /** Everything after the request line. */
  readonly rest: Buffer;
}

const folder = new URL('fixtures/captures/', import.meta.url);

/** Reads every captured request, including those of the genuine server (`real/`). */
export function captures(): Capture[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.http'));
  return names.sort().map(capture);
}

export function capture(name: string): Capture {
  const bytes = readFileSync(new URL(name, folder));
  const end = bytes.indexOf('\r\n');
  const app = /\/hooks\/([^/ ]+)\//.exec(bytes.subarray(0, end).toString())?.[1] ?? 'LiveApp';
  return { name, app, rest: bytes.subarray(end) };
}

export function bodyOf({ rest }: Capture): Buffer {
  return rest.subarray(rest.indexOf('\r\n\r\n') + 4);
}

export function contentTypeOf({ rest }: Capture): string | undefined {
  return /^content-type: (.*)\r$/im.exec(rest.toString('latin1'))?.[1];
}

/** Posts a captured request to another path, over its own connection. Rejects where that closes without an answer. */
export function post(url: string, { rest }: Pick<Capture, 'rest'>): Promise<{ status: number; body: string }> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write(Buffer.concat([Buffer.from(`POST ${pathname} HTTP/1.1`), rest])),
    );
    const rejectUnanswered = () => reject(new Error(`expected an answer of ${hostname}:${port}, received "${answer}"`));
    socket.on('error', reject).on('close', rejectUnanswered); // of no effect once it is answered
    socket.on('data', (data) => {
      answer += data;
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? Number.NaN);
      const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
      if (answer.includes('\r\n\r\n') && body.length >= length) {
        socket.end();
        resolve({ status: Number(answer.split(' ')[1]), body });
      }
    });
  });
}
