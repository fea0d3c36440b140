/** The codes and messages of the system, some passed on by LevelDB, for a full disk. */
const DISK_FULL = /ENOSPC|EDQUOT|No space left|quota exceeded/i;

/** The codes and messages of LevelDB for corrupt files, or missing ones that it had written. */
const DATABASE_DAMAGED = /^LEVEL_CORRUPTION|^LEVEL_IO_ERROR.*No such file/;

/** The error codes of LevelDB and of the system, but not those of Node (`ERR_…`). */
const FILE_ERROR_CODE = /^(LEVEL_|E(?!RR_))/;

/** Returns one line that says why a DATA_DIR cannot be used and what to do, or undefined when the error is not about files. */
export function explainDataDirError(error: unknown, dataDir: string): string | undefined {
  const { code, message } = findRootCause(error);
  if (code === undefined || !FILE_ERROR_CODE.test(code)) return undefined;
  if (code === 'LEVEL_LOCKED')
    return `${dataDir} is in use by another receiver: stop it, or choose another folder, as in DATA_DIR=.local-2.`;
  if (DISK_FULL.test(`${code} ${message}`))
    return `The disk of the data folder ${dataDir} is full (${message}): free some space, or choose another folder, as in DATA_DIR=~/streams.`;
  if (DATABASE_DAMAGED.test(`${code} ${message}`))
    return `The database in ${dataDir} is damaged (${message}): restore the folder from a backup, or move dynamodb out of it to start without streams.`;
  return `The data folder ${dataDir} cannot be written (${message}): fix that, or choose another folder, as in DATA_DIR=~/streams.`;
}

/** Returns the innermost cause that has a code: LevelDB wraps the errors of the system. */
export function findRootCause(error: unknown): { readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = findRootCause(error.cause);
  if (cause.code !== undefined) return cause;
  return { message: error.message, ...('code' in error && { code: String(error.code) }) };
}
