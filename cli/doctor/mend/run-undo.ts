import { toPrintableJson } from '../../../terminal/printable.ts';
import { COULD_NOT, type DoctorOptions, FINE, HOOKS_GET_LOST } from '../doctor-options.ts';
import { withPanel } from '../gather-facts.ts';
import { assertCanAsk } from './ask-first.ts';
import { type DescribedChange, renderChanges, renderLeft, toMendJson } from './describe-changes.ts';
import type { LeftAlone } from './left-alone.ts';
import { say } from './say.ts';
import { doctorCommand, readCopy } from './settings-copy.ts';
import { undoMend } from './undo-mend.ts';

/**
 * Shows what putting a copy back changes, asks, and puts it back. Returns the exit code. Throws for a file that is no copy of this
 * server and app, and when the settings could not be put back.
 */
export async function runUndo(server: string, options: DoctorOptions, path: string): Promise<number> {
  assertCanAsk(options);
  const { user } = options;
  const isJson = options.json === true;
  const copy = await readCopy(path, server, options.app);
  return withPanel(server, options, async (panel) => {
    let changes: readonly DescribedChange[] = [];
    const show = (described: readonly DescribedChange[], left: readonly LeftAlone[]) => {
      changes = described;
      if (!isJson) console.log([renderChanges(changes, options), renderLeft(left)].filter(Boolean).join('\n'));
    };
    const left = await undoMend({ panel, copy, user, options, show, say: (text) => say(text, isJson) });
    if (isJson) console.log(toPrintableJson({ server, app: copy.app, ...toMendJson(changes, left, options) }));
    else if (!options.dryRun && changes.length > 0)
      console.log(`${renderLeft(left) || 'Put back.'}\nNow look: ${doctorCommand(copy, user)}`);
    if (options.dryRun) return FINE;
    if (left.some(({ isFailure }) => isFailure)) return COULD_NOT;
    return left.length === 0 ? FINE : HOOKS_GET_LOST;
  });
}
