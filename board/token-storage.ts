/** Not just `token`: on a laptop's port other pages may have kept one. */
const STORAGE_KEY = 'streams-board-token';

/** Returns the token of the URL's fragment, which leaves the address bar at once; else the one of this tab, or the one that is remembered. */
export function loadToken(): string | null {
  const token = readFragment();
  if (token === '') return tryStorage(() => sessionStorage.getItem(STORAGE_KEY) ?? localStorage.getItem(STORAGE_KEY));
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  saveToken(token, false);
  return token;
}

/** Keeps the token until the tab is closed; one that is remembered, on this device until somebody signs out. */
export function saveToken(token: string, isRemembered: boolean): void {
  tryStorage(() => sessionStorage.setItem(STORAGE_KEY, token));
  if (isRemembered) tryStorage(() => localStorage.setItem(STORAGE_KEY, token));
}

/** Forgets the token of this tab, and the one that is remembered. */
export function clearToken(): void {
  tryStorage(() => sessionStorage.removeItem(STORAGE_KEY));
  tryStorage(() => localStorage.removeItem(STORAGE_KEY));
}

/** Forgets a token that the reader refused; another one that is remembered stays. */
export function clearRefusedToken(token: string): void {
  if (tryStorage(() => localStorage.getItem(STORAGE_KEY)) === token) clearToken();
  else tryStorage(() => sessionStorage.removeItem(STORAGE_KEY));
}

/** Uses a storage; null where the browser keeps nothing: then the token is asked for again after a reload. */
function tryStorage<Value>(use: () => Value): Value | null {
  try {
    return use();
  } catch {
    return null;
  }
}

function readFragment(): string {
  const raw = location.hash.slice(1);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
