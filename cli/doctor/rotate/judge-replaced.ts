import { EVERY_APP, hashToken, type Token } from '../../../lambda/tokens/token.ts';
import { formatTime } from '../../../words/time.ts';
import { idOf } from './plan-rotation.ts';
import type { Rotation } from './rotation-file.ts';

/** What is to become of a token that was replaced. */
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
  /** How many URLs of the media server have a token, by its hash. */
  readonly urls: ReadonlyMap<string, number>;
  readonly now: number;
}

const HOUR_MS = 3_600_000;

/**
 * Judges a replaced token: it may be revoked once nobody used it for an hour. That the new one was used shows that the media server
 * took it, and that this receiver notes uses at all.
 */
export function judgeReplaced(hash: string, rotation: Rotation, { tokens, uses, urls, now }: Evidence): Verdict {
  const token = tokens.find((each) => each.hash === hash);
  const verdict = (state: Verdict['state'], why: string): Verdict => ({ hash, state, why });
  if (token === undefined) return verdict('gone', 'it is revoked');
  const count = urls.get(hash) ?? 0;
  if (count > 0)
    return verdict(
      'wait',
      `${count === 1 ? '1 URL' : `${count} URLs`} of this media server still ${count === 1 ? 'has' : 'have'} it`,
    );
  const other = otherPurpose(token);
  if (other !== undefined) return verdict('keep', `${other}: when nothing else uses it, revoke it yourself`);
  if (!uses.has(hashToken(rotation.secret)))
    return verdict('wait', 'no hook has come with the new token yet: run this again when one has');
  const usedAt = uses.get(hash);
  const unusedFrom = Math.max(rotation.startedAt, usedAt === undefined ? 0 : usedAt + HOUR_MS); // a use is known by its hour
  if (now < unusedFrom + HOUR_MS)
    return verdict(
      'wait',
      `it may have been used within the last hour: run this again after ${formatTime(unusedFrom + HOUR_MS, now)}`,
    );
  return verdict('revoke', `no hook came with it since ${formatTime(unusedFrom, now)}`);
}

/** Says for what else than the hooks of one app a token is. */
function otherPurpose({ app, scopes }: Token): string | undefined {
  if (app === EVERY_APP) return 'it is for every app';
  const others = scopes.filter((scope) => scope !== 'hooks');
  return others.length === 0 ? undefined : `it also has the scope ${others.join(' and ')}`;
}

/** Renders what becomes of replaced tokens as lines. */
export const renderVerdicts = (verdicts: readonly Verdict[]): string =>
  verdicts.map(({ hash, state, why }) => `  token ${idOf(hash)}  ${stateTexts[state]}: ${why}`).join('\n');

const stateTexts: Readonly<Record<Verdict['state'], string>> = {
  gone: 'gone',
  keep: 'not revoked',
  wait: 'not revoked yet',
  revoke: 'to be revoked',
};
