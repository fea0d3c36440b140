/** Not just `token`: on a laptop's port other pages may have kept one. */
const NAME = 'streams-board-token';

/** Returns the token of the URL's fragment, which leaves the address bar at once; else the one of this tab, or the one that is remembered. */
export function takeToken(): string | null {
  const given = fragment();
  if (given === '') return allowed(() => sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME));
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  keepToken(given, false);
  return given;
}

/** Keeps the token until the tab is closed; one that is remembered, on this device until somebody signs out. */
export function keepToken(token: string, isRemembered: boolean): void {
  allowed(() => sessionStorage.setItem(NAME, token));
  if (isRemembered) allowed(() => localStorage.setItem(NAME, token));
}

/** Forgets the token of this tab, and the one that is remembered. */
export function forgetToken(): void {
  allowed(() => sessionStorage.removeItem(NAME));
  allowed(() => localStorage.removeItem(NAME));
}

/** Forgets a token that the reader refused; another one that is remembered stays. */
export function forgetRefused(token: string): void {
  if (allowed(() => localStorage.getItem(NAME)) === token) forgetToken();
  else allowed(() => sessionStorage.removeItem(NAME));
}

/** Uses a storage; null where the browser keeps nothing: then the token is asked for again after a reload. */
function allowed<Value>(use: () => Value): Value | null {
  try {
    return use();
  } catch {
    return null;
  }
}

function fragment(): string {
  const raw = location.hash.slice(1);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
