import { createHmac } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A hook that reports a started stream. */
export type Hook = {
  /** From the URL. */
  readonly app: string;
  readonly id: string;
  readonly action: string;
  readonly name: string;
  /** The media server's clock, in ms since the epoch. */
  readonly at: number;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** Equal for every copy of the hook. */
  readonly idempotencyKey: string;
  /** All fields, as JSON text. */
  readonly fields: string;
};

export function bodyBytes({ body = '', isBase64Encoded }: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>) {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

/** Parses a form, received at `receivedAt` (ms since the epoch) on a URL with this token. */
export function parseHook(app: string, token = '', bytes: Uint8Array, receivedAt: number): Hook {
  const fields = parseForm(bytes);
  return {
    app,
    id: fields.id ?? '',
    action: fields.action ?? '',
    name: fields.streamName ?? '',
    at: Number(fields.timestamp ?? receivedAt),
    receivedAt,
    idempotencyKey: createHmac('sha256', token).update(`${app}\0`).update(bytes).digest('base64url').slice(0, 22),
    fields: JSON.stringify(fields),
  };
}

/** Parses a form in ISO-8859-1, in which each byte is the code point of its character. */
function parseForm(bytes: Uint8Array): Record<string, string> {
  const pairs = Buffer.from(bytes).toString('latin1').split('&');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodeComponent(name), decodeComponent(value.join('='))];
    }),
  );
}

function decodeComponent(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
