import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { examine } from './all-checks.ts';
import { type DoctorOptions, FINE, HOOKS_GET_LOST } from './doctor-options.ts';
import { doHooksGetLost, type Facts, type Finding } from './finding.ts';
import { fixHintOf } from './mend/fix-hint.ts';
import { renderFindings } from './render-findings.ts';

/** Prints the table, or JSON with what `more` adds to it, and returns the exit code that the findings mean. */
export function printFindings(facts: Facts, options: PrintOptions, more: object = {}): number {
  const findings = examine(facts);
  const hooksGetLost = doHooksGetLost(findings);
  const { url: server, app, release } = facts.server;
  console.log(
    options.json
      ? toPrintableJson({ server, app, version: release.version.join('.'), hooksGetLost, findings, ...more })
      : renderTable(facts, findings, options),
  );
  return hooksGetLost ? HOOKS_GET_LOST : FINE;
}

type PrintOptions = Pick<DoctorOptions, 'json' | 'fix'>;

function renderTable(facts: Facts, findings: readonly Finding[], { fix }: PrintOptions): string {
  const terminal = detectTerminal();
  const width = process.stdout.isTTY ? terminal.width : Number.POSITIVE_INFINITY;
  const table = renderFindings(findings, { ...terminal, width });
  return [table, fix ? undefined : fixHintOf(facts)].filter(Boolean).join('\n');
}
