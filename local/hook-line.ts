import type { HookLogLine } from '../lambda/receiving/hook-result.ts';
import { formatDuration } from '../lambda/text/format-duration.ts';
import { toPrintable } from '../terminal/printable.ts';
import type { Colours } from '../terminal/text-table.ts';

const outcomeColours: Record<string, 'green' | 'dim' | 'yellow'> = {
  recorded: 'green',
  duplicate: 'dim',
  late: 'dim',
  unrecognised: 'yellow',
  quarantined: 'yellow',
  deferred: 'yellow',
};

/** The lag is printed only above this, in ms. */
const MIN_SHOWN_LAG_MS = 2_000;

/** Formats a hook as a line for people. A lost hook adds a second line, which `npm run replay -- --lost` reads. */
export function formatHookLine(line: HookLogLine, colours: Colours, at = new Date()): string {
  const outcome = line.outcome ?? ['refused', line.status, line.reason].filter(Boolean).join(' ');
  const paint = colours[outcomeColours[outcome] ?? 'red'];
  const subject = toPrintable([line.app, line.id].filter((part) => part !== undefined).join('/'));
  const lag = line.lagMs !== undefined && line.lagMs > MIN_SHOWN_LAG_MS ? `  ${lagText(line.lagMs)}` : '';
  const reason = line.outcome === undefined || line.reason === undefined ? '' : `  ${toPrintable(line.reason)}`;
  const error = line.error === undefined ? '' : `  ${colours.red(toPrintable(line.error))}`;
  const action = toPrintable(line.action ?? '').padEnd(20);
  const lost = line.lost === undefined ? '' : `\n${JSON.stringify({ lost: line.lost, mac: line.mac })}`;
  return `${colours.dim(at.toISOString().slice(11, 23))}  ${paint(outcome.padEnd(12))}  ${action}  ${subject}${reason}${colours.dim(lag)}${error}${lost}`;
}

const lagText = (lagMs: number): string => `${formatDuration(lagMs)} after it happened`;
