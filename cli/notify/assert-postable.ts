import { findUrlRefusal } from '../../lambda/notifying/sending/address-guard.ts';

/**
 * Throws for a URL whose host shows that it will never be posted to: a private address, or one of this machine, without
 * `allowPrivate`, and plain HTTP to a public address. The addresses of a name are checked at each post.
 */
export function assertPostable(url: string, allowPrivate: boolean): void {
  const refusal = findUrlRefusal(new URL(url), allowPrivate);
  if (refusal === 'private')
    throw new Error('--to: received the URL of a private address, expected that of a public one, or --allow-private.');
  if (refusal !== null)
    throw new Error('--to: received plain HTTP to a public address, expected a URL that begins with https://.');
}
