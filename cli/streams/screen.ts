/** Where --watch draws. */
export interface Screen {
  /** Whether what was drawn is replaced; a file or a pipe keeps everything. */
  readonly replaces: boolean;
  readonly draw: (text: string) => void;
}

const ALTERNATE = '\x1b[?1049h\x1b[?25l'; // the other screen, without a cursor
const NORMAL = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_LINE = '\x1b[2K';
const CLEAR_BELOW = '\x1b[J';

/** Takes the whole terminal until this process ends, however it ends; a file or a pipe gets one text after the other. */
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

/** What stands around the rows of the table on a screen, in lines. */
const SURROUNDING_LINES = 6;

/** How many rows of the table the screen has room for; undefined where there is no end of it. */
export function rowsOnScreen({ stdout } = process): number | undefined {
  return stdout.isTTY ? Math.max(1, stdout.rows - SURROUNDING_LINES) : undefined;
}
