import { InvalidArgumentError } from 'commander';

/** The name of an app, as a segment of a URL can carry it. */
export function readAppName(received: string): string {
  if (received === '*') throw new InvalidArgumentError('Expected the name of one app; every app is --every-app.');
  if (/^\.{0,2}$/.test(received) || /[/\p{C}]/u.test(received))
    throw new InvalidArgumentError('Expected the {app} of POST /hooks/{app}/{token}, such as LiveApp.');
  return received;
}
