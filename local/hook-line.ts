import type { HookLine } from '../lambda/receiving/receive.ts';
import { duration } from '../terminal/local-time.ts';
import { showable } from '../terminal/printable.ts';
import type { Colours } from '../terminal/text-table.ts';

const paints: Record<string, 'green' | 'dim' | 'yellow'> = {
  recorded: 'green',
  duplicate: 'dim',
  late: 'dim',
  unrecognised: 'yellow',
  quarantined: 'yellow',
  deferred: 'yellow',
};

/** A hook that comes this much later than it happened (ms) is worth a word. */
const WORTH_A_WORD_MS = 2_000;

/** A hook as a line that a person reads; one that could be kept nowhere is a second line, which `npm run replay -- --lost` reads. */
export function hookLine(line: HookLine, colours: Colours, at = new Date()): string {
  const outcome = line.outcome ?? ['refused', line.status, line.reason].filter(Boolean).join(' ');
  const paint = colours[paints[outcome] ?? 'red'];
  const subject = showable([line.app, line.id].filter((part) => part !== undefined).join('/'));
  const lag = line.lagMs !== undefined && line.lagMs > WORTH_A_WORD_MS ? `  ${lateness(line.lagMs)}` : '';
  const reason = line.outcome === undefined || line.reason === undefined ? '' : `  ${showable(line.reason)}`;
  const error = line.error === undefined ? '' : `  ${colours.red(showable(line.error))}`;
  const action = showable(line.action ?? '').padEnd(20);
  const lost = line.lost === undefined ? '' : `\n${JSON.stringify({ lost: line.lost, mac: line.mac })}`;
  return `${colours.dim(at.toISOString().slice(11, 23))}  ${paint(outcome.padEnd(12))}  ${action}  ${subject}${reason}${colours.dim(lag)}${error}${lost}`;
}

const lateness = (lagMs: number): string => `${duration(lagMs)} after it happened`;
