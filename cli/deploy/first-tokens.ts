import { EVERY_APP, isExpired, type Scope, type Token } from '../../lambda/tokens/token.ts';
import { createSecret, type TokenTable } from '../../local/token-table.ts';
import { DEFAULT_APP } from '../../local/webhook-urls.ts';
import type { DeployOptions } from './deploy-options.ts';
import { TEST_APP } from './test-stream.ts';

const LABEL = 'first deployment';

/** Why tokens that are missing were not made: nobody wanted them, or what went wrong. */
type SkipReason = 'unwanted' | { readonly error: unknown };

/** Which tokens there are none of, and are to be made. */
export interface MissingTokens {
  /** The app of the webhook URL. */
  readonly app: string;
  readonly lacks: readonly Scope[];
  readonly unmade?: SkipReason;
}

/** Who may send hooks and read: the secrets of the tokens that were made. Those of others are not known. */
export interface CreatedTokens {
  readonly app: string;
  readonly hooks: string | undefined;
  readonly read: string | undefined;
  readonly unmade?: SkipReason;
}

/** Finds out without which tokens nobody could use what was deployed. */
export async function findMissingTokens(
  tokens: Pick<TokenTable, 'list'>,
  options: Pick<DeployOptions, 'app' | 'tokens'>,
): Promise<MissingTokens> {
  try {
    const { app, lacks } = planFirstTokens(await tokens.list(), options.app, Date.now());
    return lacks.length > 0 && !options.tokens ? { app, lacks: [], unmade: 'unwanted' } : { app, lacks };
  } catch (error) {
    return { app: options.app ?? DEFAULT_APP, lacks: [], unmade: options.tokens ? { error } : 'unwanted' };
  }
}

/**
 * What nobody was ever let do, of all tokens (the newest first), and the app that the webhook URL is for: the one that
 * was asked for, or that there are tokens of, or else the usual one. A token that expired was meant to: it counts.
 */
export function planFirstTokens(all: readonly Token[], requestedApp: string | undefined, now: number) {
  const relevant = all.filter(({ app }) => app !== TEST_APP);
  const isForRequested = ({ app }: Token) => requestedApp === undefined || app === EVERY_APP || app === requestedApp;
  const hookTokens = relevant.filter((token) => token.scopes.includes('hooks') && isForRequested(token));
  const hookToken = hookTokens.find((token) => !isExpired(token, now)) ?? hookTokens[0];
  const app = requestedApp ?? (hookToken === undefined || hookToken.app === EVERY_APP ? DEFAULT_APP : hookToken.app);
  const lacks: Scope[] = [];
  if (hookToken === undefined) lacks.push('hooks');
  if (!relevant.some(({ scopes }) => scopes.includes('read'))) lacks.push('read');
  return { app, lacks };
}

/** Makes the tokens that are missing. A secret that was made is told even if the next one cannot be, or the signal ends it. */
export async function createFirstTokens(
  tokens: Pick<TokenTable, 'create'>,
  { app, lacks, ...missing }: MissingTokens,
  signal: AbortSignal,
): Promise<CreatedTokens> {
  const secrets: Partial<Record<Scope, string>> = {};
  const resultWith = (more: Pick<MissingTokens, 'unmade'>): CreatedTokens => ({
    app,
    hooks: secrets.hooks,
    read: secrets.read,
    ...more,
  });
  try {
    for (const scope of lacks) {
      signal.throwIfAborted();
      const secret = createSecret();
      const whose = { app: scope === 'hooks' ? app : EVERY_APP, label: LABEL };
      await tokens.create(secret, { ...whose, scopes: [scope], createdAt: Date.now(), expiresAt: null });
      secrets[scope] = secret;
    }
    return resultWith(missing);
  } catch (error) {
    return resultWith({ unmade: { error } });
  }
}
