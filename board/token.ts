const NAME = 'token';

/** The token of the URL's fragment, which leaves the address bar at once; else the one of this session. */
export function takeToken(): string | null {
  const given = fragment();
  if (given === '') return stored();
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  keepToken(given);
  return given;
}

/** Keeps the token until the tab is closed. */
export function keepToken(token: string): void {
  try {
    sessionStorage.setItem(NAME, token);
  } catch {} // a browser that keeps nothing asks again after a reload
}

export function forgetToken(): void {
  try {
    sessionStorage.removeItem(NAME);
  } catch {} // nothing was kept
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(NAME);
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
