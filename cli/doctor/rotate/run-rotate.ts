import { hashToken } from '../../../lambda/tokens/token.ts';
import { formatMinute } from '../../../words/time.ts';
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
import { isOver, renderVerdicts, type Verdict } from './judge-replaced.ts';
import { describeRotation, idOf, planRotation } from './plan-rotation.ts';
import { openRotation, type Rotation, removeRotation, rotationPath, storeRotation } from './rotation-file.ts';
import { readTokensAndUses, settleReplaced } from './settle-replaced.ts';

/** A rotation at work. */
interface Rotating {
  readonly panel: PanelClient;
  readonly server: string;
  readonly options: DoctorOptions;
  readonly rotation: Rotation;
  /** Whether an earlier run began it: its token exists. */
  readonly isBegun: boolean;
}

/**
 * Gives every webhook URL of an application a new token, and revokes the old one once nobody used it for an hour. Run again, it goes
 * on with what is left. Returns the exit code. Throws when it could not look, or the settings could not be changed.
 */
export async function runRotate(server: string, options: DoctorOptions): Promise<number> {
  assertCanAsk(options);
  const receiver = await findReceiver(options);
  if (receiver.tokens === undefined) throw new Error(NO_TOKENS);
  const { tokens } = await readTokensAndUses(options.stack); // whatever is not permitted fails before anything is changed
  const place = { server, app: options.app, stack: options.stack ?? null, hooksApp: receiver.app };
  const opened = await openRotation(place, Date.now(), tokens);
  return withPanel(server, options, async (panel) => {
    const facts = await gatherFacts(panel, server, options, receiver);
    const plan = planRotation(facts, opened.rotation.secret, options.restartSources === true);
    const replaced = [...new Set([...opened.rotation.replaced, ...plan.replaced])];
    if (replaced.length === 0) throw new Error(NOTHING_TO_ROTATE);
    return rotate({ panel, server, options, ...opened, rotation: { ...opened.rotation, replaced } }, plan, facts);
  });
}

const NO_TOKENS =
  'Received --rotate with a --hook whose token no receiver on this machine has, expected one that it has, --stack NAME, or no --hook: the new token is made there.';

const NOTHING_TO_ROTATE =
  'Nothing to rotate: no webhook URL of this application has a good token of this receiver that is not new. Run the doctor without --rotate: it says why.';

async function rotate(rotating: Rotating, plan: MendPlan, factsBefore: Facts): Promise<number> {
  const { options } = rotating;
  const isJson = options.json === true;
  const print = (text: string) => isJson || console.log(text);
  const show = (facts: Facts, more?: object) => (isJson && !more ? FINE : printFindings(facts, options, more));
  const changes = describeRotation(plan, newTokenOf(rotating));
  const codeBefore = show(factsBefore);
  print(`\n${describeBegun(rotating)}${renderChanges(changes, options)}\n${renderLeft(plan.left)}`);
  const isChanging = changes.length > 0 && !options.dryRun;
  const unchanged: Changed = { rotating, failed: [], facts: factsBefore };
  const { rotating: now, failed, facts } = isChanging ? await change(rotating, plan, print) : unchanged;
  const codeAfter = isChanging ? show(facts) : codeBefore;
  const verdicts = await settleReplaced({ ...now, facts, lookAgain: () => lookAgain(now) });
  const isDone = isOver(verdicts) && now.isBegun && !options.dryRun;
  if (isDone) await removeRotation(now.rotation);
  print(`\nReplaced:\n${renderVerdicts(verdicts)}\n\n${isDone ? describeOver(verdicts) : describeNext(options)}`);
  const rotation = { newToken: newTokenOf(now) ?? null, replaced: verdicts.map(toVerdictJson), done: isDone };
  const code = isJson
    ? show(facts, { ...toMendJson(changes, [...plan.left, ...failed], options), rotation })
    : codeAfter;
  return failed.some(({ isFailure }) => isFailure) ? COULD_NOT : code;
}

const OVER = 'The rotation is over. The same command now begins another one.';

/** Says that the rotation is over, and which tokens are left to their owner. */
function describeOver(verdicts: readonly Verdict[]): string {
  const kept = verdicts.filter(({ state }) => state === 'keep').map(({ hash }) => idOf(hash));
  if (kept.length === 0) return OVER;
  return `${OVER}\nStill good: ${kept.join(', ')}. Once nothing else uses ${kept.length === 1 ? 'it, revoke it' : 'them, revoke them'} yourself: npm run tokens -- revoke.`;
}

const describeNext = ({ dryRun }: DoctorOptions): string =>
  dryRun
    ? 'Nothing was changed: run it without --dry-run.'
    : 'Run the same command again: it goes on with what is left, and says when the rotation is over.';

/** Returns the id of the new token, once it exists. */
const newTokenOf = ({ rotation, isBegun }: Rotating): string | undefined =>
  isBegun ? idOf(hashToken(rotation.secret)) : undefined;

const toVerdictJson = ({ hash, state, why }: Verdict) => ({ token: idOf(hash), state, why });

function describeBegun(rotating: Rotating): string {
  const { rotation, isBegun } = rotating;
  if (!isBegun) return '';
  const began = formatMinute(rotation.startedAt, Date.now());
  return `Goes on with the rotation that began ${began}; its new token is ${newTokenOf(rotating)}. For another token, remove ${rotationPath(rotation)}.\n`;
}

interface Changed {
  readonly rotating: Rotating;
  /** What could not be changed. */
  readonly failed: readonly LeftAlone[];
  readonly facts: Facts;
}

/** Stores the new token, here and in its table, before it stands in any URL; then changes the URLs, and looks again. */
async function change(before: Rotating, plan: MendPlan, print: (text: string) => void): Promise<Changed> {
  const { panel, server, options } = before;
  const { app, user, restartSources = false, json = false } = options;
  await askFirst(options);
  const rotating = { ...before, rotation: { ...before.rotation, changedAt: Date.now() }, isBegun: true };
  await storeRotation(rotating.rotation);
  try {
    if (!before.isBegun) await createToken(rotating.rotation);
    const target = { panel, server, app, user, restartSources, showsProgress: !json };
    const failed = await applyPlan({ ...target, say: (text) => say(text, json) }, plan);
    print(`${renderLeft(failed)}\nAfter the change:\n`);
    return { rotating, failed, facts: await lookAgain(rotating) };
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : ''} The rotation has begun: run the same command again.`,
    );
  }
}

function createToken({ stack, server, app, hooksApp, secret, startedAt }: Rotation): Promise<void> {
  const label = `rotated for ${app} on ${new URL(server).host}`;
  const token = { scopes: ['hooks'], app: hooksApp, label, createdAt: startedAt, expiresAt: null } as const;
  return withTokenTable(stack ?? undefined, async ({ tokens }) => void (await tokens.create(secret, token)));
}

const lookAgain = async ({ panel, server, options }: Rotating): Promise<Facts> =>
  gatherFacts(panel, server, options, await findReceiver(options));
