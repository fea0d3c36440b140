import { runAdopt } from './adopt/run-adopt.ts';
import type { DoctorOptions } from './doctor-options.ts';
import { findReceiver } from './find-receiver.ts';
import { gatherFacts, withPanel } from './gather-facts.ts';
import { runFix } from './mend/run-fix.ts';
import { runUndo } from './mend/run-undo.ts';
import { parsePanelUrl } from './panel-url.ts';
import { printFindings } from './print-findings.ts';
import { runRotate } from './rotate/run-rotate.ts';

/**
 * Looks at a media server and at the receiver; mends what is wrong with --fix, puts a copy back with --undo, changes the token with
 * --rotate, or records live streams with --adopt; prints it, and returns the exit code. Throws when it could not look, or the
 * settings could not be changed.
 */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const url = parsePanelUrl(options.server);
  if (options.undo !== undefined) return runUndo(url, options, options.undo);
  if (options.rotate) return runRotate(url, options);
  if (options.adopt) return runAdopt(url, options);
  return options.fix ? runFix(url, options) : look(url, options);
}

/** The receiver is looked for first: when there is none, the panel is not logged in to. */
async function look(url: string, options: DoctorOptions): Promise<number> {
  const receiver = await findReceiver(options);
  const facts = await withPanel(url, options, (panel) => gatherFacts(panel, url, options, receiver));
  return printFindings(facts, options);
}
