import { tryStorage } from './token-storage.ts';

/** The height of the rows of lists: a preference of the viewer, which is no part of the view. */
export type Density = 'compact' | 'comfortable';

const STORAGE_KEY = 'streams-board-density';

/** Loads the preference; it is compact until the viewer says otherwise. */
export const loadDensity = (): Density =>
  tryStorage(() => localStorage.getItem(STORAGE_KEY)) === 'comfortable' ? 'comfortable' : 'compact';

/** Saves the preference on this device. */
export function saveDensity(density: Density): void {
  tryStorage(() => localStorage.setItem(STORAGE_KEY, density));
}
