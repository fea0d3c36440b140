import type { HookFields } from '../../../lambda/stream/event.ts';
import type { Json } from '../../../lambda/stream/values.ts';
import type { SimulatedHook } from './fields-for.ts';
import { gson, javaDouble, jsonSimple, jsonSimpleObject, replaceNonLatin1 } from './java.ts';
import type { Encoding } from './versions.ts';

/** The bytes of a request, except its path. A retry sends the same bytes. */
export interface WireRequest {
  /** In the order of Apache HttpClient 4.5. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** The one of Ant Media Server 2.17.1. */
const USER_AGENT = 'Apache-HttpClient/4.5.13 (Java/17.0.15)';

/** Encodes fields as Ant Media Server does. `host` is the value of the Host header. */
export function toWireRequest(
  from: SimulatedHook['from'],
  encoding: Encoding,
  fields: HookFields,
  host: string,
): WireRequest {
  const body = from === 'server' ? encodeLatin1(gson(fields)) : encodeBody[encoding](fields);
  const length = ['Content-Length', String(body.length)] as const;
  const type = ['Content-Type', from === 'server' ? 'application/json' : CONTENT_TYPES[encoding]] as const;
  const headers = [
    ...(from === 'server' ? [type, length] : [length, type]),
    ['Host', host],
    ['Connection', 'Keep-Alive'],
    ['User-Agent', USER_AGENT],
    ['Accept-Encoding', 'gzip,deflate'],
  ] as const;
  return { headers, body };
}

const CONTENT_TYPES = { form: 'application/x-www-form-urlencoded', json: 'application/json; charset=UTF-8' };

const encodeBody = {
  form: (fields: HookFields): Buffer => {
    const present = Object.entries(fields).filter(([, value]) => value !== null);
    return encodeLatin1(
      present.map(([name, value]) => `${encodeForm(name)}=${encodeForm(toFormValue(name, value))}`).join('&'),
    );
  },
  json: (fields: HookFields): Buffer =>
    Buffer.from(
      jsonSimpleObject(Object.entries(fields).map(([name, value]) => [name, toJsonValue(name, value)])),
      'utf8',
    ),
};

/** The fields that are doubles in the media server; all other numbers are integers. */
const DOUBLE_FIELDS = new Set(['speed']);

function toFormValue(name: string, value: Json): string {
  if (typeof value === 'number') return DOUBLE_FIELDS.has(name) ? javaDouble(value) : String(value);
  return typeof value === 'string' ? value : jsonSimple(value);
}

function toJsonValue(name: string, value: Json): string {
  const isDouble = typeof value === 'number' && Number.isFinite(value) && DOUBLE_FIELDS.has(name);
  return isDouble ? javaDouble(value) : jsonSimple(value);
}

const encodeLatin1 = (text: string): Buffer => Buffer.from(replaceNonLatin1(text), 'latin1');

/** Encodes a form value as Apache HttpClient 4.5 does: ISO-8859-1 with percent-encoding, a space as `+`. */
function encodeForm(text: string): string {
  const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return replaceNonLatin1(text)
    .replace(/[^A-Za-z0-9\-_.* ]/g, percent)
    .replaceAll(' ', '+');
}
