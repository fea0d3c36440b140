import { useLayoutEffect } from 'preact/hooks';
import { receiverOf } from '../receiver-links.ts';
import { toPrintable } from '../visible-text.ts';
import { useBoard } from './use-board.ts';

/** Sets the title of the window, with the receiver where it is one of several: a stack. */
export function useTitle(title: string): void {
  const { name = '', links = [] } = receiverOf(useBoard().state) ?? {};
  const full = links.length > 0 ? `${title} · ${name}` : title;
  useLayoutEffect(() => {
    document.title = toPrintable(full);
  }, [full]);
}
