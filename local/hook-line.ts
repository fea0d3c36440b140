import pc from 'picocolors';
import type { HookLine } from '../lambda/receiving/receive.ts';

const colour: Record<string, (text: string) => string> = {
  recorded: pc.green,
  duplicate: pc.dim,
  late: pc.dim,
  unrecognised: pc.yellow,
  quarantined: pc.yellow,
};

/** A hook as a line that a person reads. */
export function hookLine(line: HookLine, at = new Date()): string {
  const outcome = line.outcome ?? `refused ${line.status}`;
  const paint = colour[outcome] ?? pc.red;
  const subject = line.id === undefined ? line.app : `${line.app}/${line.id}`;
  const lag =
    line.lagMs !== undefined && line.lagMs > 2_000
      ? pc.dim(` ${Math.round(line.lagMs / 1000)} s after it happened`)
      : '';
  const error = line.error === undefined ? '' : ` ${pc.red(line.error)}`;
  return `${pc.dim(at.toISOString().slice(11, 23))}  ${paint(outcome.padEnd(12))}  ${(line.action ?? '').padEnd(20)}  ${subject}${lag}${error}`;
}
