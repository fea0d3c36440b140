import { toPrintable } from '../visible-text.ts';

/** Text that came from outside: it is text whatever it holds, and turns no other text around. */
export function UntrustedText({ text }: { text: string }) {
  return <bdi>{toPrintable(text)}</bdi>;
}
