import { EVERY_APP, isExpired, permits, type Scope, type Token } from '../../lambda/tokens/token.ts';
import { newSecret, type TokenTable } from '../token-table.ts';
import { TEST_APP } from './test-stream.ts';

/** The app that Ant Media Server brings along. */
const USUAL_APP = 'LiveApp';

const LABEL = 'first deployment';

/** Who may send hooks and read: the secrets of the tokens that were made. Those of others are not known. */
export interface Admitted {
  /** The app of the webhook URL. */
  readonly app: string;
  readonly hooks: string | undefined;
  readonly read: string | undefined;
}

/** Makes the tokens without which nobody could use what was deployed. */
export async function makeMissingTokens(tokens: TokenTable, wantedApp: string | undefined): Promise<Admitted> {
  const now = Date.now();
  const { app, lacks } = missingTokens(await tokens.list(), wantedApp, now);
  const make = async (scope: Scope, forApp: string): Promise<string | undefined> => {
    if (!lacks.includes(scope)) return undefined;
    const secret = newSecret();
    await tokens.create(secret, { scopes: [scope], app: forApp, label: LABEL, createdAt: now, expiresAt: null });
    return secret;
  };
  return { app, hooks: await make('hooks', app), read: await make('read', EVERY_APP) };
}

/**
 * What nobody may do yet, of all tokens (the newest first), and the app that the webhook URL is for: the one that was
 * asked for, or that there are tokens of, or else the usual one.
 */
export function missingTokens(all: readonly Token[], wantedApp: string | undefined, now: number) {
  const good = all.filter((token) => token.app !== TEST_APP && !isExpired(token, now));
  const sender = good.find((token) => permits(token, 'hooks', now, wantedApp));
  const app = wantedApp ?? (sender === undefined || sender.app === EVERY_APP ? USUAL_APP : sender.app);
  const lacks: Scope[] = [];
  if (sender === undefined) lacks.push('hooks');
  if (!good.some((token) => permits(token, 'read', now))) lacks.push('read');
  return { app, lacks };
}
