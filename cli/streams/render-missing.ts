import type { ExpectedJson } from '../../lambda/reading/expected.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { expectationText } from '../../words/expectation-text.ts';

/** The missing streams that are listed; `npm run expect -- list` has the rest. */
const MAX_ROWS = 10;

/** Renders the missing streams as lines above the list of streams, an empty line last; no line when none is missing. */
export function renderMissing(missing: readonly ExpectedJson[], now: number, style: TerminalStyle): string[] {
  if (missing.length === 0) return [];
  const { colours } = style;
  const columns: Column<ExpectedJson>[] = [
    { head: 'MISSING', text: (stream) => expectationText(stream, now), paint: (text) => colours.red(text) },
    { head: 'STREAM', text: ({ app, id }) => `${app}/${id}`, minWidth: 24, truncatesMiddle: true },
    { head: 'NAME', text: ({ name }) => name, minWidth: 10, isOptional: true },
  ];
  const title = `${pluralize(missing.length, 'expected stream')} ${missing.length === 1 ? 'is' : 'are'} missing`;
  const hidden = missing.length - MAX_ROWS;
  return [
    colours.bold(colours.red(title)),
    ...renderTable(columns, missing.slice(0, MAX_ROWS), style).split('\n'),
    ...(hidden > 0 ? [colours.dim(`and ${hidden} more: npm run expect -- list`)] : []),
    '',
  ];
}
