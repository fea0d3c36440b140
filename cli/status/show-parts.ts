import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { ApiOptions } from '../by-time/api-options.ts';
import { judgeStatus } from './judge-status.ts';
import { openReaders } from './open-readers.ts';
import { readParts } from './read-parts.ts';
import { renderStatus } from './render-status.ts';
import { toStatusJson } from './status-json.ts';
import { partNames } from './status-parts.ts';

/** The options of `npm run status`. */
export interface StatusOptions extends ApiOptions {
  readonly json?: true;
}

/** Prints whether a receiver is well, and returns the exit code. Throws when nothing could be read of it. */
export async function showStatus(options: StatusOptions): Promise<number> {
  const { readers, close, ...receiver } = await openReaders(options);
  try {
    const parts = await readParts(readers);
    const now = Date.now();
    const judgement = judgeStatus(parts, now);
    if (partNames.every((part) => parts[part].kind !== 'read'))
      throw new Error(
        `Nothing could be read of ${receiver.name}. ${judgement.unreadable.map(({ reason }) => reason).join(' ')}`,
      );
    if (options.json) console.log(toPrintableJson(toStatusJson(receiver.name, parts, judgement, now)));
    else console.log(renderStatus(receiver, parts, judgement, now, detectTerminal()));
    return judgement.exitCode;
  } finally {
    close();
  }
}
