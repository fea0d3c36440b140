import { DeferredFolder } from '../../local/deferred/file-deferred-store.ts';
import { counted } from '../../terminal/counted.ts';
import type { WaitingPlace } from '../place/place.ts';
import { moveMessages } from './move-messages.ts';

/** Lets the dead letters of a place wait again, to be tried as if for the first time; what was done, in words. */
export async function replayDeadLetters({ outputs, dataDir = '', name }: WaitingPlace): Promise<string> {
  const moved = outputs
    ? await moveMessages(outputs.deadLetterQueue, outputs.deferredQueue)
    : await (await DeferredFolder.open(dataDir)).moveDeadLettersBack();
  if (moved === 0) return `No dead letters in ${name}.`;
  return `${counted(moved, 'dead letter')} of ${name} ${moved === 1 ? 'waits' : 'wait'} again: what the receiver ${outputs ? '' : 'of this folder '}tries now is in its log.`;
}
