import { DEFAULT_DATA_DIR, type Running } from '../../local/data-dir.ts';
import { runningOn } from '../../local/running.ts';
import { jsonText, showable } from '../../terminal/printable.ts';
import { lookOf } from '../../terminal/run-command.ts';
import { tokenOf } from '../tokens/token-option.ts';
import { checkPlace, cleanUp, plays } from './clean.ts';
import { heading } from './heading.ts';
import { exitWhenInterrupted, untilInterrupted } from './interruption.ts';
import { playLive } from './live.ts';
import { progressBar } from './progress-bar.ts';
import { type Played, simulate, withComparison } from './run-simulation.ts';
import { playedJson, summary } from './run-summary.ts';
import type { Typed } from './simulate-command.ts';
import { type Settings, settingsOf } from './simulate-settings.ts';
import { sendSingle } from './single.ts';
import { isClean } from './verdict.ts';

/** Does what was typed: sends one hook; or plays, and cleans up, or one of the two. */
export async function run(typed: Typed): Promise<void> {
  const running = await runningOn(process.env.DATA_DIR || DEFAULT_DATA_DIR);
  if (typed.send !== undefined) return sendOne(typed, typed.send, running);
  checkPlace(typed, running);
  const played = plays(typed) ? await playAll(typed, running) : undefined;
  const cleaned = typed.clean ? await cleanUp(typed) : undefined;
  if (typed.json) console.log(jsonText({ ...(played && playedJson(played)), ...(cleaned && { cleaned }) }));
}

function settingsFor(typed: Typed, running: Running | undefined): Settings {
  const token = typed.url === undefined ? typed.token : tokenOf(typed); // this machine's receiver has its own
  return settingsOf({ ...typed, ...(token !== undefined && { token }) }, running, Date.now() % 1_000_000);
}

async function sendOne(typed: Typed, action: string, running: Running | undefined): Promise<void> {
  const { id, json } = typed;
  if (!id) throw new Error('--send: received no --id, expected whom the hook is about, as in --id cam-1.');
  const { isRefused: _, ...answer } = await sendSingle(action, id, settingsFor(typed, running));
  if (json) console.log(jsonText({ action, id, ...answer }));
  else console.log(showable(`${action} of ${id}: ${answer.ok ? '' : 'failed: '}${answer.outcome}`));
  process.exitCode = answer.ok ? 0 : 1;
}

/** Plays and compares; throws when nothing is taken there. */
async function playAll(typed: Typed, running: Running | undefined): Promise<Played> {
  const settings = settingsFor(typed, running);
  if (!typed.json) console.log(`${heading(typed, settings)}\n`);
  const played = typed.live === undefined ? await playScenarios(settings) : await playUntil(settings, typed.live);
  const [first] = played.delivered;
  if (played.isRefused && first !== undefined)
    throw new Error(
      `${settings.url.origin} answered ${first.answer.outcome}. No other hook was sent: is the webhook URL right, its token good for this app, and your address in the allowList, if there is one?`,
    );
  if (!typed.json) console.log(summary(played, lookOf()));
  process.exitCode = isClean(played) ? 0 : 1;
  return played;
}

function playScenarios(settings: Settings): Promise<Played> {
  exitWhenInterrupted();
  return simulate(settings, progressBar());
}

/** Plays live streams for so long (ms), or until Ctrl-C, which ends them. */
async function playUntil(settings: Settings, ms: number): Promise<Played> {
  return withComparison(await playLive(settings, ms, untilInterrupted(), progressBar()), settings);
}
