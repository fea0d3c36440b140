/** What the system, or LevelDB for it, says of a disk without room. */
const DISK_FULL = /ENOSPC|EDQUOT|No space left|quota exceeded/i;

/** What LevelDB says of files that are not as it left them; one that it misses is one that it wrote. */
const DATABASE_DAMAGED = /^LEVEL_CORRUPTION|^LEVEL_IO_ERROR.*No such file/;

/** The codes of LevelDB and of the system, but not Node's own. */
const FILE_ERROR_CODE = /^(LEVEL_|E(?!RR_))/;

/** Why a DATA_DIR cannot be used, and what to do, in one line; undefined when the error tells of no files. */
export function explainDataDirError(error: unknown, dataDir: string): string | undefined {
  const { code, message } = rootCause(error);
  if (code === undefined || !FILE_ERROR_CODE.test(code)) return undefined;
  if (code === 'LEVEL_LOCKED')
    return `${dataDir} is in use by another receiver: end it, or choose another folder, as in DATA_DIR=.local-2.`;
  if (DISK_FULL.test(`${code} ${message}`))
    return `The disk of the data folder ${dataDir} is full (${message}): make room, or choose another, as in DATA_DIR=~/streams.`;
  if (DATABASE_DAMAGED.test(`${code} ${message}`))
    return `The database in ${dataDir} is damaged (${message}): put a copy of that folder in its place, or move dynamodb out of it to begin with no streams.`;
  return `The data folder ${dataDir} cannot be written (${message}): mend that, or choose another, as in DATA_DIR=~/streams.`;
}

/** The innermost error of those that have a code: LevelDB wraps the system's. */
export function rootCause(error: unknown): { readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = rootCause(error.cause);
  if (cause.code !== undefined) return cause;
  return { message: error.message, ...('code' in error && { code: String(error.code) }) };
}
