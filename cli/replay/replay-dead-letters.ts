import { FileDeferredStore } from '../../local/deferred/file-deferred-store.ts';
import { pluralize } from '../../words/pluralize.ts';
import type { DeferredLocation } from '../connection/receiver-connection.ts';
import { moveMessages } from './move-messages.ts';

/** Defers the dead letters again, with all their tries, and describes what was done. */
export async function replayDeadLetters({ outputs, dataDir = '', name }: DeferredLocation): Promise<string> {
  const moved = outputs
    ? await moveMessages(outputs.deadLetterQueue, outputs.deferredQueue)
    : await (await FileDeferredStore.open(dataDir)).moveDeadLettersBack();
  if (moved === 0) return `No dead letters in ${name}.`;
  return `${pluralize(moved, 'dead letter')} of ${name} ${moved === 1 ? 'waits' : 'wait'} again: the log of the receiver${outputs ? '' : ' of this folder'} shows the new tries.`;
}
