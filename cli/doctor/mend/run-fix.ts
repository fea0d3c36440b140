import { COULD_NOT, type DoctorOptions } from '../doctor-options.ts';
import { findReceiver } from '../find-receiver.ts';
import { gatherFacts, withPanel } from '../gather-facts.ts';
import type { PanelClient } from '../panel-client.ts';
import { printFindings } from '../print-findings.ts';
import { showAndAsk } from '../show-and-ask.ts';
import { applyPlan } from './apply-plan.ts';
import { assertCanAsk } from './ask-first.ts';
import { type DescribedChange, describePlan, renderChanges, renderLeft, toMendJson } from './describe-changes.ts';
import { type MendPlan, planMend } from './mend-plan.ts';
import { say } from './say.ts';

/**
 * Looks at a media server, shows what it would change, asks, changes it, and looks again. Returns the exit code. Throws when it
 * could not look, or the settings could not be changed.
 */
export async function runFix(url: string, options: DoctorOptions): Promise<number> {
  assertCanAsk(options);
  const receiver = await findReceiver(options);
  return withPanel(url, options, async (panel) => {
    const facts = await gatherFacts(panel, url, options, receiver);
    const plan = planMend(facts, options.restartSources === true, options.replaceHost);
    const changes = describePlan(plan, facts);
    const isChanging = !options.dryRun && changes.length > 0;
    const text = `${renderChanges(changes, options)}\n${renderLeft(plan.left)}`;
    const json = toMendJson(changes, plan.left, options);
    const code = await showAndAsk(facts, options, { isChanging, text, json });
    return code ?? changeAndLookAgain(panel, url, options, { plan, changes });
  });
}

async function changeAndLookAgain(
  panel: PanelClient,
  server: string,
  options: DoctorOptions,
  { plan, changes }: { readonly plan: MendPlan; readonly changes: readonly DescribedChange[] },
): Promise<number> {
  const { app, user } = options;
  const restartSources = options.restartSources === true;
  const isJson = options.json === true;
  const target = { panel, server, app, user, restartSources, showsProgress: !isJson };
  const failed = await applyPlan({ ...target, say: (text) => say(text, isJson) }, plan);
  if (!isJson) console.log(`${renderLeft(failed)}\nAfter the change:\n`);
  const facts = await gatherFacts(panel, server, options, await findReceiver(options));
  const code = printFindings(facts, options, toMendJson(changes, [...plan.left, ...failed], options));
  return failed.some(({ isFailure }) => isFailure) ? COULD_NOT : code;
}
