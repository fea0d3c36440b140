import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AuthorisationLogLine, AuthoriserDeps } from '../../lambda/authorising/authoriser-deps.ts';
import type { KeyUse, Refusal } from '../../lambda/stream/refusal.ts';
import { EVERY_STREAM, type StreamKey } from '../../lambda/tokens/stream-key.ts';
import { hashToken, type Token } from '../../lambda/tokens/token.ts';
import { gatewayEvent } from '../gateway-event.builder.ts';

export const TOKEN = 'url-token';

export const buildToken = (secret = TOKEN, overrides: Partial<Token> = {}): Token => ({
  hash: hashToken(secret),
  scopes: ['authorize'],
  app: 'LiveApp',
  label: '',
  createdAt: 0,
  expiresAt: null,
  ...overrides,
});

export const buildKey = (secret: string, overrides: Partial<StreamKey> = {}): StreamKey => ({
  hash: hashToken(secret),
  app: 'LiveApp',
  stream: EVERY_STREAM,
  use: 'both',
  label: '',
  createdAt: 0,
  from: null,
  expires: null,
  lastUsedAt: null,
  allowed: 0,
  ...overrides,
});

/** The collaborators of an authoriser in memory, and what they received. */
export interface AuthoriserInMemory extends AuthoriserDeps {
  readonly lines: AuthorisationLogLine[];
  readonly counted: Refusal[];
  readonly notedKeys: StreamKey[];
  /** The hashes that were looked up, and the time limits. */
  readonly lookups: { readonly key: string | undefined; readonly ms: number }[];
}

export function buildAuthoriser(
  credentials: { readonly tokens?: readonly Token[]; readonly keys?: readonly StreamKey[] } = {},
  overrides: Partial<AuthoriserDeps> = {},
): AuthoriserInMemory {
  const { tokens = [buildToken()], keys = [] } = credentials;
  const [lines, counted, notedKeys, lookups]: [AuthorisationLogLine[], Refusal[], StreamKey[], AuthoriserInMemory['lookups']] = [[], [], [], []]; // biome-ignore format: one line
  return {
    ...{ lines, counted, notedKeys, lookups },
    credentials: {
      async find(hashes, _wall, ms) {
        lookups.push({ key: hashes.key, ms });
        return {
          token: tokens.find(({ hash }) => hash === hashes.token),
          key: keys.find(({ hash }) => hash === hashes.key),
        };
      },
    },
    refusals: {
      async count(refusal) {
        counted.push(refusal);
        return refusal.id;
      },
    },
    keyUsage: { note: async (key) => void notedKeys.push(key) },
    allowList: () => true,
    log: (line) => lines.push(line),
    ...overrides,
  };
}

/** Builds the event of a question, with its body in base64. */
export function questionEvent(
  body: object | string | Buffer,
  { use = 'publish', proxy = `LiveApp/${TOKEN}`, at = Date.now() }: { use?: KeyUse; proxy?: string; at?: number } = {},
): APIGatewayProxyEventV2 {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    ...gatewayEvent({ method: 'POST', path: `/authorize/${use}/${proxy}`, body: bytes, timeEpoch: at }),
    routeKey: `POST /authorize/${use}/{proxy+}`,
    pathParameters: { proxy },
  };
}
