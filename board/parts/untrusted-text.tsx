import { shown } from '../visible-text.ts';

/** Text that came from outside: it is text whatever it holds, and turns no other text around. */
export function Outside({ text }: { text: string }) {
  return <bdi>{shown(text)}</bdi>;
}
