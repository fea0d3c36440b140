import { startOfHour } from '../../../lambda/table/row-keys.ts';
import { EVERY_APP, hashToken, type Token } from '../../../lambda/tokens/token.ts';
import { formatMinute } from '../../../words/time.ts';
import { idOf } from './plan-rotation.ts';
import type { Rotation } from './rotation-file.ts';
import type { TokenPlaces } from './token-places.ts';

/** What becomes of a token that was replaced. */
export interface Verdict {
  readonly hash: string;
  /** `keep`: it is the operator's to revoke; `wait`: it may still be used. */
  readonly state: 'gone' | 'keep' | 'wait' | 'revoke';
  /** For people. */
  readonly why: string;
}

/** What tells whether a replaced token may be revoked. */
export interface Evidence {
  /** Those of the receiver. */
  readonly tokens: readonly Token[];
  /** In which hour, its start in ms since the epoch, hooks last came with a token, by its hash. */
  readonly uses: ReadonlyMap<string, number>;
  readonly places: TokenPlaces;
}

const HOUR_MS = 3_600_000;

/** Judges a replaced token: it may be revoked once no URL has it, it is for nothing else, and nobody used it for an hour. */
export function judgeReplaced(hash: string, rotation: Rotation, evidence: Evidence, now: number): Verdict {
  const { tokens, places } = evidence;
  const verdict = (state: Verdict['state'], why: string): Verdict => ({ hash, state, why });
  const token = tokens.find((each) => each.hash === hash);
  if (token === undefined) return goneVerdict(hash);
  const count = places.webhookUrls.get(hash) ?? 0;
  if (count > 0) return verdict('wait', `${rotation.app} still has it, in ${count === 1 ? '1 URL' : `${count} URLs`}`);
  const purpose = otherPurpose(token);
  if (purpose !== undefined) return verdict('keep', `${purpose}: once nothing else uses it, revoke it yourself`);
  const others = places.others.get(hash) ?? [];
  if (others.length > 0)
    return verdict('keep', `it also stands in ${others.join(' and ')}: change it there, then revoke it yourself`);
  if (places.untold.length > 0)
    return verdict(
      'keep',
      `the panel does not tell whether ${places.untold.join(', ')} has it: look there, then revoke it yourself`,
    );
  if (places.unread.length > 0) return verdict('wait', `${places.unread.join(' and ')} could not be read`);
  return judgeUse(hash, rotation, evidence, now);
}

/** Returns the verdict of a token that is revoked. */
export const goneVerdict = (hash: string): Verdict => ({
  ...{ hash, state: 'gone', why: 'it is revoked. Put back no copy of the settings that has it' },
});

/**
 * Compares the hours of last use, which the receiver notes: that the new token was used two hours later shows that the old one was
 * not used for one, that the media server has taken the new one, and that uses are noted.
 */
function judgeUse(hash: string, { secret, changedAt }: Rotation, { uses }: Evidence, now: number): Verdict {
  const usedAt = uses.get(hashToken(secret));
  if (usedAt === undefined)
    return {
      hash,
      state: 'wait',
      why: 'no hook has come with the new token, or the receiver is of a release that does not note it',
    };
  const lastHour = Math.max(startOfHour(changedAt), uses.get(hash) ?? 0);
  const unusedFrom = lastHour + 2 * HOUR_MS;
  if (usedAt >= unusedFrom)
    return { hash, state: 'revoke', why: `no hook has come with it since ${formatMinute(lastHour + HOUR_MS, now)}` };
  return {
    hash,
    state: 'wait',
    why: `it may still be used: a hook must have come with the new token after ${formatMinute(unusedFrom, now)}`,
  };
}

/** Says for what else than the hooks of one app a token is. */
function otherPurpose({ app, scopes }: Token): string | undefined {
  if (app === EVERY_APP) return 'it is for every app';
  const others = scopes.filter((scope) => scope !== 'hooks');
  return others.length === 0 ? undefined : `it also has the scope ${others.join(' and ')}`;
}

/** Whether nothing is left to be done. */
export const isOver = (verdicts: readonly Verdict[]): boolean =>
  verdicts.every(({ state }) => state === 'gone' || state === 'keep');

/** Renders what becomes of replaced tokens as lines. */
export const renderVerdicts = (verdicts: readonly Verdict[]): string =>
  verdicts.map(({ hash, state, why }) => `  token ${idOf(hash)}  ${stateTexts[state]}: ${why}`).join('\n');

const stateTexts: Readonly<Record<Verdict['state'], string>> = {
  gone: 'gone',
  keep: 'not revoked',
  wait: 'not revoked yet',
  revoke: 'to be revoked',
};
