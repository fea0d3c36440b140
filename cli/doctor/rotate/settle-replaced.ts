import { confirm } from '../../../terminal/confirm.ts';
import { readTokenUses, removeTokenUse } from '../../tokens/token-uses.ts';
import { withTokenTable } from '../../tokens/with-token-table.ts';
import type { DoctorOptions } from '../doctor-options.ts';
import type { Facts } from '../finding.ts';
import type { PanelClient } from '../panel-client.ts';
import { type Evidence, goneVerdict, judgeReplaced, renderVerdicts, type Verdict } from './judge-replaced.ts';
import type { Rotation } from './rotation-file.ts';
import { findTokenPlaces } from './token-places.ts';

/** Tokens that were replaced, and what tells whether they are used. */
export interface Replaced {
  readonly panel: PanelClient;
  readonly rotation: Rotation;
  readonly options: DoctorOptions;
  readonly facts: Facts;
  /** Looks at the media server anew. */
  readonly lookAgain: () => Promise<Facts>;
}

/** Judges the tokens that were replaced, and revokes those that nobody uses, after a question. Returns what has become of them. */
export async function settleReplaced(replaced: Replaced): Promise<Verdict[]> {
  const { options, lookAgain } = replaced;
  const verdicts = await judge(replaced);
  const unused = verdicts.filter(({ state }) => state === 'revoke');
  if (options.dryRun || unused.length === 0) return verdicts;
  if (!(await mayRevoke(unused, options)))
    return verdicts.map((each) => (each.state === 'revoke' ? { ...each, state: 'wait', why: 'you said no' } : each));
  // A hook may have come, or a URL may have got it back, while the question waited; and a list of broadcasts may miss one.
  const settled = await judge({ ...replaced, facts: await lookAgain() });
  const revoked = settled.filter(({ state }) => state === 'revoke');
  await revoke(revoked, options.stack);
  return settled.map((each) => (revoked.includes(each) ? goneVerdict(each.hash) : each));
}

async function judge({ panel, rotation, options, facts }: Replaced): Promise<Verdict[]> {
  const evidence = { ...(await readTokensAndUses(options.stack)), places: await findTokenPlaces(panel, facts) };
  return rotation.replaced.map((hash) => judgeReplaced(hash, rotation, evidence, Date.now()));
}

/** Reads the tokens of a receiver, and when they were used. */
export async function readTokensAndUses(stack: string | undefined): Promise<Pick<Evidence, 'tokens' | 'uses'>> {
  let read: Pick<Evidence, 'tokens' | 'uses'> = { tokens: [], uses: new Map() };
  await withTokenTable(stack, async ({ tokens, streams }) => {
    read = { tokens: await tokens.list(), uses: await readTokenUses(streams) };
  });
  return read;
}

const revoke = (unused: readonly Verdict[], stack: string | undefined): Promise<void> =>
  withTokenTable(stack, async ({ tokens, streams }) => {
    for (const { hash } of unused) {
      await tokens.revoke(hash);
      await removeTokenUse(streams, hash).catch(() => {}); // a note expires in any case
    }
  });

const QUESTION =
  'Another media server that has it, and is idle, would lose its hooks.\nRevoke what nobody uses? From then on hooks with it are refused. Type yes to continue: ';

async function mayRevoke(unused: readonly Verdict[], { yes }: DoctorOptions): Promise<boolean> {
  if (yes) return true;
  console.log(`\n${renderVerdicts(unused)}`);
  return confirm(QUESTION);
}
