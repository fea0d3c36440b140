import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A DNS server on UDP, for names that it is given. */
export interface DnsServer {
  /** As a resolver takes it, with the port. */
  readonly address: string;
  /** The names that were asked for, each with A or AAAA. */
  readonly questions: string[];
}

/** In bytes, before the question. */
const HEADER_BYTES = 12;
/** The type of a question, by its number (RFC 1035, RFC 3596). */
const TYPES: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA' };
/** A response without an error, and one that knows no such name (RFC 1035, 4.1.1). */
const [NO_ERROR, NAME_ERROR] = [0x8180, 0x8183];

/** Starts a DNS server until the end of the test. `answer` returns the IPv4 addresses of a name, or null to never answer. */
export async function startDnsServer(answer: (name: string) => readonly string[] | null): Promise<DnsServer> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const questions: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query);
    questions.push(`${name} ${type}`);
    const addresses = answer(name);
    if (addresses !== null) socket.send(writeResponse(query.subarray(0, end), type === 'A' ? addresses : []), port, address); // biome-ignore format: a line
  });
  return { address: await listen(socket), questions };
}

async function listen(socket: Socket): Promise<string> {
  await once(socket.bind(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

/** Reads the only question; `end` is where it ends, in bytes. */
function readQuestion(query: Buffer) {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: TYPES[query.readUInt16BE(at + 1)], end: at + 5 };
}

/** Returns the response to a question: a record for each address, or that there is no such name. */
function writeResponse(question: Buffer, addresses: readonly string[]): Buffer {
  const response = Buffer.from(question);
  response.writeUInt16BE(addresses.length > 0 ? NO_ERROR : NAME_ERROR, 2);
  response.writeUInt16BE(addresses.length, 6);
  response.writeUInt32BE(0, 8);
  // each names the question, as an A of the internet that may be cached for 0 s, with 4 bytes
  const head = [0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4];
  const records = addresses.map((address) => Buffer.from([...head, ...address.split('.').map(Number)]));
  return Buffer.concat([response, ...records]);
}
