import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyBytes } from './parse-hook.ts';

// The part of answering whether somebody may publish that its peers share, so that each shows only its tool. It sends nothing.

/** A publisher's request. */
export interface PublishQuestion {
  readonly app: string;
  readonly id: string;
  /** The keys of the rows of the token and of the key, which the table has only as hashes. */
  readonly keys: readonly [{ readonly hash: string }, { readonly hash: string }];
}

const hashOf = (secret = ''): string => createHash('sha256').update(secret).digest('base64url');

export function parseQuestion(event: APIGatewayProxyEventV2): PublishQuestion {
  const [app = '', urlToken] = event.pathParameters?.proxy?.split('/') ?? [];
  const { streamId = '', token } = JSON.parse(bodyBytes(event).toString('latin1'));
  return { app, id: streamId, keys: [{ hash: hashOf(urlToken) }, { hash: `key#${hashOf(token)}` }] };
}

/** The row of a token or of a key, as far as an answer depends on it. */
export interface CredentialRow {
  readonly hash?: string | undefined;
  readonly app?: string | undefined;
  readonly stream?: string | undefined;
}

/** Whether the rows of the token and of the key let a publisher in. */
export function isAllowed({ app, id, keys }: PublishQuestion, rows: readonly CredentialRow[]): boolean {
  const [token, key] = keys.map(({ hash }) => rows.find((row) => row.hash === hash));
  if (token === undefined || key === undefined || key.app !== app) return false;
  return key.stream === id || key.stream === '*';
}
