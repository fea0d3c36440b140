/** The output of --watch. */
export interface Screen {
  /** Whether each text replaces the one before; to a file or a pipe they are appended. */
  readonly replaces: boolean;
  readonly draw: (text: string) => void;
}

const ALTERNATE = '\x1b[?1049h\x1b[?25l'; // the alternate screen, with the cursor hidden
const NORMAL = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_LINE = '\x1b[2K';
const CLEAR_BELOW = '\x1b[J';

/** Takes over the terminal from the first drawing until this process ends; a file or a pipe gets one text after the other. */
export function openScreen({ stdout } = process): Screen {
  process.on('SIGINT', () => process.exit(0)).on('SIGTERM', () => process.exit(0));
  if (!stdout.isTTY) return { replaces: false, draw: (text) => stdout.write(`${text}\n\n`) };
  let isOpen = false;
  process.on('exit', () => isOpen && stdout.write(NORMAL));
  const draw = (text: string) => {
    if (!isOpen) stdout.write(ALTERNATE);
    isOpen = true;
    const lines = text.split('\n').slice(0, stdout.rows);
    stdout.write(`${HOME}${lines.map((line) => CLEAR_LINE + line).join('\n')}${CLEAR_BELOW}`);
  };
  return { replaces: true, draw };
}

/** The lines of the screen that are no rows of the table: header, headings, summary and the blank lines between. */
const SURROUNDING_LINES = 6;

/** Returns how many rows of the table fit on the screen beside some other lines; undefined for a file or a pipe. */
export function rowsOnScreen(otherLines: number, { stdout } = process): number | undefined {
  return stdout.isTTY ? Math.max(1, stdout.rows - SURROUNDING_LINES - otherLines) : undefined;
}
