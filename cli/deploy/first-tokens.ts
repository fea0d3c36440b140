import { EVERY_APP, isExpired, type Scope, type Token } from '../../lambda/tokens/token.ts';
import { newSecret, type TokenTable } from '../../local/token-table.ts';
import { USUAL_APP } from '../../local/webhook-urls.ts';
import type { Wanted } from './deploy-options.ts';
import { TEST_APP } from './test-stream.ts';

const LABEL = 'first deployment';

/** Why tokens that are missing were not made: nobody wanted them, or what went wrong. */
type Unmade = 'unwanted' | { readonly error: unknown };

/** Which tokens there are none of, and are to be made. */
export interface Missing {
  /** The app of the webhook URL. */
  readonly app: string;
  readonly lacks: readonly Scope[];
  readonly unmade?: Unmade;
}

/** Who may send hooks and read: the secrets of the tokens that were made. Those of others are not known. */
export interface Admitted {
  readonly app: string;
  readonly hooks: string | undefined;
  readonly read: string | undefined;
  readonly unmade?: Unmade;
}

/** Finds out without which tokens nobody could use what was deployed. */
export async function findMissing(
  tokens: Pick<TokenTable, 'list'>,
  wanted: Pick<Wanted, 'app' | 'tokens'>,
): Promise<Missing> {
  try {
    const { app, lacks } = missingTokens(await tokens.list(), wanted.app, Date.now());
    return lacks.length > 0 && !wanted.tokens ? { app, lacks: [], unmade: 'unwanted' } : { app, lacks };
  } catch (error) {
    return { app: wanted.app ?? USUAL_APP, lacks: [], unmade: wanted.tokens ? { error } : 'unwanted' };
  }
}

/**
 * What nobody was ever let do, of all tokens (the newest first), and the app that the webhook URL is for: the one that
 * was asked for, or that there are tokens of, or else the usual one. A token that expired was meant to: it counts.
 */
export function missingTokens(all: readonly Token[], wantedApp: string | undefined, now: number) {
  const known = all.filter(({ app }) => app !== TEST_APP);
  const isForWanted = ({ app }: Token) => wantedApp === undefined || app === EVERY_APP || app === wantedApp;
  const senders = known.filter((token) => token.scopes.includes('hooks') && isForWanted(token));
  const sender = senders.find((token) => !isExpired(token, now)) ?? senders[0];
  const app = wantedApp ?? (sender === undefined || sender.app === EVERY_APP ? USUAL_APP : sender.app);
  const lacks: Scope[] = [];
  if (sender === undefined) lacks.push('hooks');
  if (!known.some(({ scopes }) => scopes.includes('read'))) lacks.push('read');
  return { app, lacks };
}

/** Makes the tokens that are missing. A secret that was made is told even if the next one cannot be, or the signal ends it. */
export async function makeTokens(
  tokens: Pick<TokenTable, 'create'>,
  { app, lacks, ...missing }: Missing,
  signal: AbortSignal,
): Promise<Admitted> {
  const made: Partial<Record<Scope, string>> = {};
  const admitted = (more: Pick<Missing, 'unmade'>): Admitted => ({ app, hooks: made.hooks, read: made.read, ...more });
  try {
    for (const scope of lacks) {
      signal.throwIfAborted();
      const secret = newSecret();
      const whose = { app: scope === 'hooks' ? app : EVERY_APP, label: LABEL };
      await tokens.create(secret, { ...whose, scopes: [scope], createdAt: Date.now(), expiresAt: null });
      made[scope] = secret;
    }
    return admitted(missing);
  } catch (error) {
    return admitted({ unmade: { error } });
  }
}
