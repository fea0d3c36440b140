import { toPrintable } from '../../terminal/printable.ts';
import type { TerminalStyle } from '../../terminal/text-table.ts';
import { truncate } from '../../terminal/truncate.ts';
import { wrapWords } from '../../terminal/wrap-words.ts';
import { formatTime } from '../../words/time.ts';
import { exitCodes, findOutage, type Judgement } from './judge-status.ts';
import type { OpenReaders } from './open-readers.ts';
import { describers, type PartLines } from './part-lines.ts';
import { appsText, seenApps } from './seen-apps.ts';
import { type PartName, partNames, type StatusParts } from './status-parts.ts';

const titles: Record<PartName, string> = {
  alarms: 'Alarms',
  counts: 'Streams',
  hooks: 'Last hook',
  deferred: 'Deferred',
  announcements: 'Announcements',
  notifications: 'Notifications',
  errors: 'Errors',
  refusals: 'Refused',
};

/** The columns of a title, and what follows it below. */
const TITLE_WIDTH = 15;
const INDENT = ' '.repeat(TITLE_WIDTH);

/** The details of a part that are listed; --json has the rest. */
const MAX_DETAILS = 5;

/** Renders the screen: the answer first, then the parts, then what could not be read. `now` is in ms since the epoch. */
export function renderStatus(
  { name, token }: Pick<OpenReaders, 'name' | 'token'>,
  parts: StatusParts,
  judgement: Judgement,
  now: number,
  style: TerminalStyle,
): string {
  const apps = appsText(seenApps(parts), token);
  return [
    renderAnswer(judgement, style),
    ...[`${name}, ${formatTime(now, now)}`, ...(apps === null ? [] : [apps])].map((line) => style.colours.dim(toPrintable(line))), // biome-ignore format: a line
    '',
    ...partNames.flatMap((part) => renderPart(part, parts, now, style)),
    ...renderUnreadable(judgement, style),
  ].join('\n');
}

function renderAnswer(judgement: Judgement, { colours }: TerminalStyle): string {
  const { exitCode, concerns } = judgement;
  if (exitCode === exitCodes.well) return colours.bold(colours.green('All is well.'));
  const outage = findOutage(judgement);
  if (outage !== undefined) return colours.bold(colours.yellow(`It could not look: ${toPrintable(outage.reason)}`));
  if (exitCode === exitCodes.notLooked)
    return colours.bold(colours.yellow('Not all could be read, see the end; the rest is well.'));
  return colours.bold(colours.red(`Needs a look: ${concerns.join(', ')}.`));
}

function renderPart(name: PartName, parts: StatusParts, now: number, style: TerminalStyle): string[] {
  const { colours, width } = style;
  const part = parts[name];
  if (part.kind === 'absent') return renderFirstLine(name, toPrintable(part.reason), colours.dim, width);
  if (part.kind === 'unreadable') return renderFirstLine(name, 'could not be read', colours.yellow, width);
  const { text, isBad = false, details = [], hints = [] } = describe(name, parts, now);
  const hidden = details.length - MAX_DETAILS;
  return [
    ...renderFirstLine(name, text, isBad ? colours.red : String, width),
    ...details.slice(0, MAX_DETAILS).map((line) => `${INDENT}${truncate(toPrintable(line), width - TITLE_WIDTH)}`),
    ...(hidden > 0 ? [`${INDENT}${colours.dim(`and ${hidden} more: --json has them`)}`] : []),
    ...hints.map((line) => `${INDENT}${colours.dim(toPrintable(line))}`),
  ];
}

/** Renders the title of a part, and the text beside it, which goes on below where the terminal is too narrow. */
function renderFirstLine(name: PartName, text: string, paint: (line: string) => string, width: number): string[] {
  const lines = wrapWords(text, width - TITLE_WIDTH);
  return lines.map((line, index) => `${index === 0 ? titles[name].padEnd(TITLE_WIDTH) : INDENT}${paint(line)}`);
}

/** Describes a part that was read. */
function describe<P extends PartName>(name: P, parts: StatusParts, now: number): PartLines {
  const part = parts[name];
  if (part.kind !== 'read') return { text: part.reason };
  return describers[name](part.value, now, parts);
}

/** One reason often has several parts, such as a missing token. The one that is the answer is not repeated. */
function renderUnreadable(judgement: Judgement, { colours }: TerminalStyle): string[] {
  const others = judgement.unreadable.filter((each) => each !== findOutage(judgement));
  if (others.length === 0) return [];
  const lines = others.map(
    ({ parts, reason }) => `${parts.map((part) => titles[part]).join(', ')}: ${toPrintable(reason)}`,
  );
  return ['', colours.bold(colours.yellow('Could not be read')), ...lines];
}
