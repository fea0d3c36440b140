import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../test/exec.ts';
import { MAX_COSTS } from './cost-limits.ts';
import { formatFigure, markdownTable } from './markdown-table.ts';
import type { Measurements, Medians } from './medians.ts';
import { sections } from './report-sections.ts';
import type { PreviousRun, Run } from './runs.ts';

const file = join(root, 'docs', 'benchmarks.md');
/** A run replaces the text between these two; people write the text around them. */
const [BEGIN, END] = ['<!-- figures: npm run bench writes them -->', '<!-- end of the figures -->'];

/** The goal of each median. */
const goals: Record<keyof Medians, string> = {
  coldVsUsualBundling: 'at most 0.65',
  coldVsFloor: 'at most 1.6',
  coldVsPowertools: 'at most 0.5',
  coldVsHono: '',
  warmVsBareCalls: 'at most 1.25',
  bundleBytes: 'at most 150 000',
  coldAuthoriserVsFloor: 'at most 1.5',
  coldAuthoriserVsDocumentClient: 'at most 0.5',
  warmAuthoriserVsBareRead: 'at most 1.3',
  answersIn2s: 'at least 40',
  scaleStreams: '1.0',
  scaleHistory: '1.0',
  scalePage: '1.0',
  throughputVsBareWrites: 'at least 0.7',
  announcementP50Ms: '',
  announcementP99Ms: 'below 300',
  costPerMillionHooksUsd: `at most ${MAX_COSTS.byDay.toFixed(2)}`,
  costWithoutByDayUsd: `at most ${MAX_COSTS.withoutByDay.toFixed(2)}`,
};

/** Writes the figures into docs/benchmarks.md. The text around them does not change. */
export async function writeMarkdownReport(
  measurements: Measurements,
  machine: readonly string[],
  run: Run,
  previousRun: PreviousRun | undefined,
) {
  const text = existsSync(file) ? await readFile(file, 'utf8') : `# Benchmarks\n\n${BEGIN}\n${END}\n`;
  const [head = '', rest = ''] = text.split(BEGIN);
  const [, tail = ''] = rest.split(END);
  const figures = [
    summarySection(run, previousRun),
    machine.map((line) => `- ${line}`).join('\n'),
    ...sections.map((section) => section(measurements)),
  ];
  await writeFile(file, `${head}${BEGIN}\n\n${figures.join('\n\n')}\n\n${END}${tail}`);
}

function summarySection(run: Run, previousRun: PreviousRun | undefined): string {
  const time = ({ at }: PreviousRun) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  const names = Object.keys(goals) as (keyof Medians)[]; // Object.keys returns string[]
  const rows = names.map((name) => [
    `\`${name}\``,
    formatFigure(run.medians[name]),
    formatPrevious(previousRun?.medians[name]),
    goals[name],
  ]);
  const previous = previousRun ? `${time(previousRun)}, the previous run` : 'no previous run';
  return markdownTable(['median', time(run), previous, 'goal'], rows);
}

/** The previous run may be of a time before the figure. */
const formatPrevious = (value: number | undefined): string => (value === undefined ? '' : formatFigure(value));
