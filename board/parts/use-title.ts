import { useEffect } from 'preact/hooks';
import { toPrintable } from '../visible-text.ts';

/** The title of the window: it tells in the tab what the page tells. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = toPrintable(title);
  }, [title]);
}
