import { hashToken } from '../../../lambda/tokens/token.ts';
import { confirm } from '../../../terminal/confirm.ts';
import { readTokenUses, removeTokenUse } from '../../tokens/token-uses.ts';
import { withTokenTable } from '../../tokens/with-token-table.ts';
import { COULD_NOT, type DoctorOptions, FINE } from '../doctor-options.ts';
import { findReceiver } from '../find-receiver.ts';
import type { Facts } from '../finding.ts';
import { gatherFacts, withPanel } from '../gather-facts.ts';
import { applyPlan } from '../mend/apply-plan.ts';
import { askFirst, assertCanAsk } from '../mend/ask-first.ts';
import { renderChanges, renderLeft, toMendJson } from '../mend/describe-changes.ts';
import type { LeftAlone } from '../mend/left-alone.ts';
import type { MendPlan } from '../mend/mend-plan.ts';
import { say } from '../mend/say.ts';
import type { PanelClient } from '../panel-client.ts';
import { printFindings } from '../print-findings.ts';
import { judgeReplaced, renderVerdicts, type Verdict } from './judge-replaced.ts';
import { countUrlsByToken, describeRotation, idOf, planRotation, replacedTokens } from './plan-rotation.ts';
import { openRotation, type Rotation, removeRotation, storeRotation } from './rotation-file.ts';

/** A rotation at work. */
interface Rotating {
  readonly panel: PanelClient;
  readonly server: string;
  readonly options: DoctorOptions;
  readonly rotation: Rotation;
}

/**
 * Gives every webhook URL of an application a new token, and revokes the old one once nobody used it for an hour. Run again, it goes
 * on with what is left. Returns the exit code. Throws when it could not look, or the settings could not be changed.
 */
export async function runRotate(server: string, options: DoctorOptions): Promise<number> {
  assertCanAsk(options);
  const receiver = await findReceiver(options);
  const { tokens } = receiver;
  if (tokens === undefined)
    throw new Error(
      'Received --rotate with --hook alone, expected --stack NAME, or the receiver on this machine: the token is made there.',
    );
  return withPanel(server, options, async (panel) => {
    const place = { server, app: options.app, stack: options.stack ?? null, hooksApp: receiver.app };
    const opened = await openRotation(place, Date.now(), tokens);
    const facts = await gatherFacts(panel, server, options, receiver);
    const replaced = [...new Set([...opened.replaced, ...replacedTokens(facts, opened.secret)])];
    if (replaced.length === 0) throw new Error(NOTHING_TO_ROTATE);
    return rotate({ panel, server, options, rotation: { ...opened, replaced } }, facts);
  });
}

const NOTHING_TO_ROTATE =
  'Nothing to rotate: no webhook URL of this application has a good token of this receiver. Run the doctor without --rotate: it says why.';

async function rotate(rotating: Rotating, facts: Facts): Promise<number> {
  const { options, rotation } = rotating;
  const isJson = options.json === true;
  const plan = planRotation(facts, rotation.secret, options.restartSources === true);
  const changes = describeRotation(plan, rotation.secret);
  const print = (text: string) => isJson || console.log(text);
  const codeBefore = isJson ? FINE : printFindings(facts, options);
  print(`\n${renderChanges(changes, options)}\n${renderLeft(plan.left)}`);
  const isChanging = changes.length > 0 && !options.dryRun;
  const failed = isChanging ? await change(rotating, plan) : [];
  const factsNow = isChanging ? await lookAgain(rotating) : facts;
  const verdicts = await settleReplaced(rotating, factsNow);
  const more = { ...toMendJson(changes, [...plan.left, ...failed], options), ...toRotationJson(rotation, verdicts) };
  if (isChanging) print(`${renderLeft(failed)}\nAfter the change:\n`);
  const code = isJson || isChanging ? printFindings(factsNow, options, more) : codeBefore;
  print(`\nReplaced:\n${renderVerdicts(verdicts)}`);
  return failed.some(({ isFailure }) => isFailure) ? COULD_NOT : code;
}

/** Stores the new token, here and in its table, before it stands in any URL. */
async function change({ panel, server, options, rotation }: Rotating, plan: MendPlan): Promise<LeftAlone[]> {
  const { app, user, restartSources = false, json = false } = options;
  await askFirst(options);
  await storeRotation(rotation);
  await createToken(rotation);
  return applyPlan({ panel, server, app, user, restartSources, say: (text) => say(text, json) }, plan);
}

/** Creates the new token; one that exists is stored as it is. */
async function createToken({ stack, hooksApp, secret, startedAt }: Rotation): Promise<void> {
  const token = { scopes: ['hooks'], app: hooksApp, label: LABEL, createdAt: startedAt, expiresAt: null } as const;
  await withTokenTable(stack ?? undefined, async ({ tokens }) => void (await tokens.create(secret, token)));
}

const LABEL = 'npm run doctor -- --rotate';

const lookAgain = async ({ panel, server, options }: Rotating): Promise<Facts> =>
  gatherFacts(panel, server, options, await findReceiver(options));

/** Judges the replaced tokens, and revokes those that nobody uses. Returns what has become of them. */
async function settleReplaced({ options, rotation }: Rotating, facts: Facts): Promise<Verdict[]> {
  let verdicts: Verdict[] = [];
  await withTokenTable(options.stack, async ({ tokens, streams }) => {
    const judge = async () => {
      const uses = await readTokenUses(streams);
      const evidence = { tokens: await tokens.list(), uses, urls: countUrlsByToken(facts), now: Date.now() };
      return rotation.replaced.map((hash) => judgeReplaced(hash, rotation, evidence));
    };
    verdicts = await judge();
    const unused = verdicts.filter(({ state }) => state === 'revoke');
    if (unused.length === 0 || !(await mayRevoke(unused, options))) return;
    for (const { hash } of unused) {
      await tokens.revoke(hash);
      await removeTokenUse(streams, hash);
    }
    verdicts = await judge();
  });
  if (!options.dryRun && verdicts.every(({ state }) => state === 'gone' || state === 'keep'))
    await removeRotation(rotation);
  return verdicts;
}

async function mayRevoke(unused: readonly Verdict[], { dryRun, yes, json }: DoctorOptions): Promise<boolean> {
  if (dryRun || yes) return !dryRun;
  if (!json) console.log(renderVerdicts(unused));
  return confirm('Revoke what nobody uses? From then on hooks with it are refused. Type yes to continue: ');
}

const toRotationJson = ({ secret }: Rotation, verdicts: readonly Verdict[]) => ({
  rotation: {
    newToken: idOf(hashToken(secret)),
    replaced: verdicts.map(({ hash, state, why }) => ({ token: idOf(hash), state, why })),
  },
});
