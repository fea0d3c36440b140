import { useEffect } from 'preact/hooks';
import { toPrintable } from '../visible-text.ts';

/** Sets the title of the window. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = toPrintable(title);
  }, [title]);
}
