/** More than `token`: pages of other projects share the origin of a port on a developer's machine. */
const STORAGE_KEY = 'streams-board-token';

/** Returns the token of the URL's fragment, and removes it from the address bar; else this tab's token, else the remembered one. */
export function loadToken(): string | null {
  const token = readFragment();
  if (token === '') return tryStorage(() => sessionStorage.getItem(STORAGE_KEY) ?? localStorage.getItem(STORAGE_KEY));
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  saveToken(token, false);
  return token;
}

/** Saves the token until the tab is closed, or, if it is to be remembered, on this device until somebody signs out. */
export function saveToken(token: string, isRemembered: boolean): void {
  tryStorage(() => sessionStorage.setItem(STORAGE_KEY, token));
  if (isRemembered) tryStorage(() => localStorage.setItem(STORAGE_KEY, token));
}

/** Removes the token of this tab, and the remembered one. */
export function clearToken(): void {
  tryStorage(() => sessionStorage.removeItem(STORAGE_KEY));
  tryStorage(() => localStorage.removeItem(STORAGE_KEY));
}

/** Removes a token that the receiver refused; a different remembered one stays. */
export function clearRefusedToken(token: string): void {
  if (tryStorage(() => localStorage.getItem(STORAGE_KEY)) === token) clearToken();
  else tryStorage(() => sessionStorage.removeItem(STORAGE_KEY));
}

/** Uses a storage, or returns null where the browser blocks it: then a reload asks for the token again. */
export function tryStorage<Value>(use: () => Value): Value | null {
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
