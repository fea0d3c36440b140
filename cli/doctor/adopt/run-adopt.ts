import { recordPresumedStart } from '../../../lambda/table/record-presumed-start.ts';
import { readHistorySettings } from '../../backfill/read-index-settings.ts';
import { withStreamsTable } from '../../expect/with-streams-table.ts';
import type { DoctorOptions } from '../doctor-options.ts';
import { findReceiver } from '../find-receiver.ts';
import type { Facts } from '../finding.ts';
import { gatherFacts, withPanel } from '../gather-facts.ts';
import { assertCanAsk } from '../mend/ask-first.ts';
import { printFindings } from '../print-findings.ts';
import { showAndAsk } from '../show-and-ask.ts';
import { type Adopted, renderAdoption, renderNotLive, toAdoptionJson } from './describe-adoption.ts';
import { type AdoptionPlan, planAdoption } from './plan-adoption.ts';

/**
 * Looks at a media server, asks, records the streams that are live there and not in the table as started, and looks at the
 * table again. Returns the exit code. Throws when it could not look or record.
 */
export async function runAdopt(url: string, options: DoctorOptions): Promise<number> {
  assertCanAsk(options);
  const receiver = await findReceiver(options);
  if (receiver.tokens === undefined) throw new Error(NO_TABLE);
  const facts = await withPanel(url, options, (panel) => gatherFacts(panel, url, options, receiver));
  const { live } = facts.probes;
  if (typeof live === 'string') throw new Error(`The table was not compared, so that nothing is recorded: ${live}.`);
  const plan = planAdoption(facts);
  const isDryRun = options.dryRun === true;
  const isChanging = !isDryRun && plan.starts.length > 0;
  const planned = plan.starts.map((start) => ({ start, outcome: null, isLive: null }));
  const json = toAdoptionJson(planned, plan, isDryRun);
  const code = await showAndAsk(facts, options, { isChanging, text: renderAdoption(plan, isDryRun), json });
  return code ?? recordAndLookAgain(facts, options, plan);
}

const NO_TABLE =
  '--adopt: received the --hook of another receiver, expected --stack NAME, or the receiver on this machine: it writes into the status table.';

async function recordAndLookAgain(facts: Facts, options: DoctorOptions, plan: AdoptionPlan): Promise<number> {
  const outcomes = await recordAll(options.stack, plan);
  const live = await facts.receiver.readLive();
  const isLive = (id: string) => (typeof live === 'string' ? null : live.some((stream) => stream.id === id));
  const adopted = outcomes.map((each) => ({ ...each, isLive: isLive(each.start.id) }));
  if (!options.json) console.log(`${renderNotLive(adopted)}\nAfterwards:\n`);
  const again = { ...facts, now: Date.now(), probes: { ...facts.probes, live } };
  return printFindings(again, options, toAdoptionJson(adopted, plan, false));
}

/** Records the starts in the table of a deployed stack, with the operator's credentials, or of this machine. */
async function recordAll(stack: string | undefined, { starts }: AdoptionPlan): Promise<Omit<Adopted, 'isLive'>[]> {
  const adopted: Omit<Adopted, 'isLive'>[] = [];
  await withStreamsTable(stack, async ({ streams, ...connection }) => {
    const { historyDays, byDay } = await readHistorySettings(connection);
    for (const start of starts)
      adopted.push({ start, outcome: await recordPresumedStart(streams, start, historyDays, byDay) });
  });
  return adopted;
}
