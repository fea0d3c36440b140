import { EVERY_APP, isExpired, permits, type Scope, type Token } from '../../lambda/tokens/token.ts';
import { createSecret } from '../../local/create-secret.ts';
import type { TokenTable } from '../../local/token-table.ts';
import { DEFAULT_APP } from '../../local/webhook-urls.ts';
import type { DeployOptions } from './deploy-options.ts';
import { TEST_APP } from './test-stream.ts';

const LABEL = 'first deployment';

/** The reason for not creating missing tokens: --no-tokens, or an error. */
type SkipReason = 'disabled' | { readonly error: unknown };

/** The tokens to create. */
interface MissingTokens {
  /** The app of the webhook URL. */
  readonly app: string;
  readonly missingScopes: readonly Scope[];
  /** Whether the media server has a token to ask who may publish in this app. None is created: nobody asked for one. */
  readonly hasAuthoriseToken: boolean;
  readonly skipReason?: SkipReason;
}

/** The secrets of the tokens that were created; undefined where a token existed before. */
export interface CreatedTokens {
  readonly app: string;
  readonly hooksSecret: string | undefined;
  readonly readSecret: string | undefined;
  readonly hasAuthoriseToken: boolean;
  readonly skipReason?: SkipReason;
}

/** Finds out which tokens a new deployment lacks. */
export async function findMissingTokens(
  tokens: Pick<TokenTable, 'list'>,
  options: Pick<DeployOptions, 'app' | 'tokens'>,
): Promise<MissingTokens> {
  try {
    const missing = planFirstTokens(await tokens.list(), options.app, Date.now());
    if (missing.missingScopes.length === 0 || options.tokens) return missing;
    return { ...missing, missingScopes: [], skipReason: 'disabled' };
  } catch (error) {
    const skipReason = options.tokens ? { error } : 'disabled';
    return { app: options.app ?? DEFAULT_APP, missingScopes: [], hasAuthoriseToken: false, skipReason };
  }
}

/**
 * Returns which of the first scopes no token has, whether one may ask who may publish, and the app of the webhook URL: the requested one, else that of the newest token, else
 * the default. `all` is newest first. Expired tokens count: someone let them expire.
 */
export function planFirstTokens(
  all: readonly Token[],
  requestedApp: string | undefined,
  now: number,
): Omit<MissingTokens, 'skipReason'> {
  const relevant = all.filter(({ app }) => app !== TEST_APP);
  const isForRequested = ({ app }: Token) => requestedApp === undefined || app === EVERY_APP || app === requestedApp;
  const hookTokens = relevant.filter((token) => token.scopes.includes('hooks') && isForRequested(token));
  const hookToken = hookTokens.find((token) => !isExpired(token, now)) ?? hookTokens[0];
  const app = requestedApp ?? (hookToken === undefined || hookToken.app === EVERY_APP ? DEFAULT_APP : hookToken.app);
  const missingScopes: Scope[] = [];
  if (hookToken === undefined) missingScopes.push('hooks');
  if (!relevant.some(({ scopes }) => scopes.includes('read'))) missingScopes.push('read');
  const hasAuthoriseToken = relevant.some((token) => permits(token, 'authorize', now, app));
  return { app, missingScopes, hasAuthoriseToken };
}

/** Creates the missing tokens. Never throws: a secret that was created is returned even when the next one fails or the signal aborts. */
export async function createFirstTokens(
  tokens: Pick<TokenTable, 'create'>,
  { app, missingScopes, hasAuthoriseToken, ...skipped }: MissingTokens,
  signal: AbortSignal,
): Promise<CreatedTokens> {
  const secrets: Partial<Record<Scope, string>> = {};
  const resultWith = (reason: Pick<MissingTokens, 'skipReason'>): CreatedTokens => ({
    app,
    hooksSecret: secrets.hooks,
    readSecret: secrets.read,
    hasAuthoriseToken,
    ...reason,
  });
  try {
    for (const scope of missingScopes) {
      signal.throwIfAborted();
      const secret = createSecret();
      const tokenApp = scope === 'hooks' ? app : EVERY_APP;
      const token = { app: tokenApp, scopes: [scope], label: LABEL, createdAt: Date.now(), expiresAt: null };
      await tokens.create(secret, token);
      secrets[scope] = secret;
    }
    return resultWith(skipped);
  } catch (error) {
    return resultWith({ skipReason: { error } });
  }
}
