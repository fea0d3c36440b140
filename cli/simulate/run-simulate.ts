import { DEFAULT_DATA_DIR, type RunningReceiver } from '../../local/data-dir/data-dir.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { abortOnInterrupt, exitOnInterrupt } from '../../terminal/interruption.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { createProgressBar } from '../../terminal/progress-bar.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { resolveToken } from '../tokens/token-option.ts';
import { AUTHORISE_SCENARIO, simulateAuthorise } from './authorise/simulate-authorise.ts';
import { checkCleanTarget, cleanUp, sendsHooks } from './clean.ts';
import { simulateLive } from './live.ts';
import { formatHeading } from './report/heading.ts';
import { formatSummary, toResultJson } from './report/run-summary.ts';
import { isSuccessful, type RunResult, runSimulation, withComparison } from './run-simulation.ts';
import { sendSingle } from './send-single.ts';
import type { SimulateOptions } from './simulate-command.ts';
import { resolveSimulationSettings, type SimulationSettings } from './simulate-settings.ts';

/** The text of the progress bar. */
const HOOKS = '{value}/{total} hooks';

/** Runs `npm run simulate`: asks who may publish, or sends one hook, or simulates, cleans up, or both. */
export async function runSimulate(options: SimulateOptions): Promise<void> {
  if (options.id !== undefined && options.send === undefined)
    throw new Error(
      '--id: received it without --send, expected both, as in --send liveStreamEnded --id cam-1. Nothing was sent.',
    );
  if (options.scenario === AUTHORISE_SCENARIO) return simulateAuthorise(options);
  const running = await findRunningReceiver(process.env.DATA_DIR || DEFAULT_DATA_DIR);
  if (options.send !== undefined) return sendOne(options, options.send, running);
  checkCleanTarget(options, running);
  const result = sendsHooks(options) ? await simulateAll(options, running) : undefined;
  const cleanedUp = options.clean ? await cleanUp(options) : undefined;
  if (options.json)
    console.log(toPrintableJson({ ...(result && toResultJson(result)), ...(cleanedUp && { cleaned: cleanedUp }) }));
}

function settingsFor(options: SimulateOptions, running: RunningReceiver | undefined): SimulationSettings {
  const token = options.url === undefined ? options.token : resolveToken(options); // the token of the environment is not for the receiver of this machine
  return resolveSimulationSettings(
    { ...options, ...(token !== undefined && { token }) },
    running,
    Date.now() % 1_000_000,
  );
}

async function sendOne(options: SimulateOptions, action: string, running: RunningReceiver | undefined): Promise<void> {
  const { id, json } = options;
  if (!id)
    throw new Error('--send: received no --id, expected the stream, room or host of the hook, as in --id cam-1.');
  const { isRefused: _, ...answer } = await sendSingle(action, id, settingsFor(options, running));
  if (json) console.log(toPrintableJson({ action, id, ...answer }));
  else console.log(toPrintable(`${action} of ${id}: ${answer.ok ? '' : 'failed: '}${answer.outcome}`));
  process.exitCode = answer.ok ? 0 : 1;
}

/** Simulates and compares. Throws when the receiver refuses the first hook. */
async function simulateAll(options: SimulateOptions, running: RunningReceiver | undefined): Promise<RunResult> {
  const settings = settingsFor(options, running);
  if (!options.json) console.log(`${formatHeading(options, settings)}\n`);
  const result =
    options.live === undefined ? await simulateScenarios(settings) : await simulateUntil(settings, options.live);
  const [first] = result.delivered;
  if (result.isRefused && first !== undefined)
    throw new Error(
      `${settings.url.origin} answered ${first.answer.outcome}. No other hook was sent: check the webhook URL, that its token is valid for this app, and that your address is in the allowList, if there is one.`,
    );
  if (!options.json) console.log(formatSummary(result, detectTerminal()));
  process.exitCode = isSuccessful(result) ? 0 : 1;
  return result;
}

function simulateScenarios(settings: SimulationSettings): Promise<RunResult> {
  exitOnInterrupt();
  return runSimulation(settings, createProgressBar(HOOKS));
}

/** Simulates live streams for so long (ms), or until Ctrl-C, which ends them. */
async function simulateUntil(settings: SimulationSettings, ms: number): Promise<RunResult> {
  return withComparison(await simulateLive(settings, ms, abortOnInterrupt(), createProgressBar(HOOKS)), settings);
}
