import { toPrintable } from '../../terminal/printable.ts';
import type { TerminalStyle } from '../../terminal/text-table.ts';
import { wrapWords } from '../../terminal/wrap-words.ts';
import { doHooksGetLost, type Finding, type Grade } from './finding.ts';

const gradeTexts: Readonly<Record<Grade, string>> = { fine: 'fine', lost: 'LOST', warning: 'warning', note: 'note' };

const GRADE_WIDTH = 9;
const WHAT_WIDTH = 26;
const INDENT = ' '.repeat(GRADE_WIDTH + 2);
const LABEL_WIDTH = 8;

/**
 * Renders findings as a table; of what is not fine, the lines below say what is wanted, why, and how to mend it. No text is cut;
 * reasons are wrapped at the width, and no other text, as it is to be copied.
 */
export function renderFindings(findings: readonly Finding[], { colours, width }: TerminalStyle): string {
  const paint: Record<Grade, (text: string) => string> = {
    fine: colours.green,
    lost: colours.red,
    warning: colours.yellow,
    note: colours.dim,
  };
  const head = colours.dim(`${''.padEnd(GRADE_WIDTH)}${'WHAT'.padEnd(WHAT_WIDTH)}  FOUND`);
  const lines = findings.flatMap((finding) => [
    `${paint[finding.grade](gradeTexts[finding.grade].padEnd(GRADE_WIDTH))}${colours.bold(finding.what.padEnd(WHAT_WIDTH))}  ${toPrintable(finding.found)}`,
    ...detailsOf(finding).map(
      ([label, text]) =>
        `${INDENT}${colours.dim(label.padEnd(LABEL_WIDTH))}${wrapDetail(label, toPrintable(text), width)}`,
    ),
  ]);
  return [head, ...lines, '', summaryOf(findings)].join('\n');
}

function wrapDetail(label: string, text: string, width: number): string {
  const left = INDENT.length + LABEL_WIDTH;
  return label === 'why' ? wrapWords(text, Math.max(1, width - left)).join(`\n${' '.repeat(left)}`) : text;
}

function detailsOf({ wanted, why, mend }: Finding): [string, string][] {
  const details: [string, string | null][] = [['wanted', wanted], ['why', why], ['mend', mend]]; // biome-ignore format: a line
  return details.flatMap(([label, text]): [string, string][] => (text === null ? [] : [[label, text]]));
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (grade: Grade) => findings.filter((finding) => finding.grade === grade).length;
  const [lost, warnings] = [count('lost'), count('warning')];
  const warned = warnings === 0 ? 'no warnings' : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  const hooksGetLost = doHooksGetLost(findings);
  if (hooksGetLost === null) return `Whether hooks get lost is not settled from here; ${warned}.`;
  if (!hooksGetLost) return `No hooks are seen to get lost; ${warned}.`;
  return `Hooks get lost: ${lost} ${lost === 1 ? 'row' : 'rows'} marked LOST; ${warned}.`;
}
