import { DAY_MS } from '../../../lambda/table/rows/expiry.ts';
import { EVERY_STREAM, type StreamKey } from '../../../lambda/tokens/stream-key.ts';
import { createSecret, createStreamKey } from '../../../local/create-secret.ts';
import { StreamKeyTable } from '../../../local/stream-key-table.ts';
import { TokenTable } from '../../../local/token-table.ts';
import type { ReceiverConnection } from '../../connection/receiver-connection.ts';
import type { ScenarioKeys } from './questions.ts';

/** The credentials of a run. */
interface TemporaryCredentials {
  /** The token of the URL. */
  readonly token: string;
  readonly keys: ScenarioKeys;
}

/** They expire after so long, in ms, also when the command is killed before it has revoked them. */
const LIFETIME_MS = 600_000;
const LABEL = 'npm run simulate';

/** Makes a token and keys for one stream of an app, and revokes them after their use. */
export async function withTemporaryCredentials<T>(
  { client, tables }: ReceiverConnection,
  { app, id }: { readonly app: string; readonly id: string },
  use: (credentials: TemporaryCredentials) => Promise<T>,
): Promise<T> {
  const [tokenTable, keyTable] = [new TokenTable(client, tables.tokens), new StreamKeyTable(client, tables.tokens)];
  const now = Date.now();
  const common = { app, label: LABEL, createdAt: now };
  const madeKeys: StreamKey[] = [];
  const make = async (overrides: Partial<StreamKey>): Promise<string> => {
    const secret = createStreamKey();
    const validity = { from: null, expires: now + LIFETIME_MS };
    madeKeys.push(await keyTable.create(secret, { ...common, stream: id, use: 'publish', ...validity, ...overrides }));
    return secret;
  };
  const token = createSecret();
  const expiresAt = now + LIFETIME_MS;
  const madeToken = await tokenTable.create(token, { ...common, scopes: ['authorize'], expiresAt });
  try {
    const keys = {
      good: await make({}),
      any: await make({ stream: EVERY_STREAM }),
      expired: await make({ from: now - DAY_MS, expires: now - 1 }),
      notYet: await make({ from: now + DAY_MS, expires: now + DAY_MS + LIFETIME_MS }),
      otherStream: await make({ stream: `${id}-other` }),
      player: await make({ use: 'play' }),
      unknown: createStreamKey(),
    };
    return await use({ token, keys });
  } finally {
    await Promise.all([tokenTable.revoke(madeToken.hash), ...madeKeys.map(({ hash }) => keyTable.revoke(hash))]);
  }
}
