import type { DoctorOptions } from './doctor-options.ts';
import type { Facts } from './finding.ts';
import { askFirst } from './mend/ask-first.ts';
import { printFindings } from './print-findings.ts';

/** What is to be changed. */
export interface Intent {
  /** Whether anything is, in this run. */
  readonly isChanging: boolean;
  /** For people. */
  readonly text: string;
  /** For --json, where nothing is. */
  readonly json: object;
}

/** Prints the table and what is to be changed, and asks. Returns the exit code where nothing is. Throws when it is not wanted. */
export async function showAndAsk(facts: Facts, options: DoctorOptions, intent: Intent): Promise<number | undefined> {
  const { isChanging, text, json } = intent;
  if (options.json && !isChanging) return printFindings(facts, options, json);
  if (!options.json) {
    const code = printFindings(facts, options);
    console.log(`\n${text}`);
    if (!isChanging) return code;
  }
  await askFirst(options);
  return undefined;
}
