import { InvalidArgumentError } from 'commander';

/** Parses the name of an app. Throws when it cannot be a segment of a URL. */
export function parseAppName(received: string): string {
  if (received === '*') throw new InvalidArgumentError('Expected the name of one app; for every app use --every-app.');
  if (/^\.{0,2}$/.test(received) || /[/\p{C}]/u.test(received))
    throw new InvalidArgumentError('Expected the {app} of POST /hooks/{app}/{token}, such as LiveApp.');
  return received;
}
