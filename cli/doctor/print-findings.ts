import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { examine } from './all-checks.ts';
import { type DoctorOptions, FINE, HOOKS_GET_LOST } from './doctor-options.ts';
import type { Facts } from './finding.ts';
import { renderFindings } from './render-findings.ts';

/** Prints the table, or JSON with what `more` adds to it, and returns the exit code that the findings mean. */
export function printFindings(facts: Facts, { json }: Pick<DoctorOptions, 'json'>, more: object = {}): number {
  const findings = examine(facts);
  const isLosing = findings.some(({ grade }) => grade === 'lost');
  const { url: server, app, release } = facts.server;
  console.log(
    json
      ? toPrintableJson({ server, app, version: release.version.join('.'), hooksGetLost: isLosing, findings, ...more })
      : renderFindings(findings, detectTerminal()),
  );
  return isLosing ? HOOKS_GET_LOST : FINE;
}
