import { toPrintable } from '../visible-text.ts';

/** Text from outside: it is never markup, and does not change the direction of other text. */
export function UntrustedText({ text }: { text: string }) {
  return <bdi>{toPrintable(text)}</bdi>;
}
