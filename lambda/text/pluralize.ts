/** A number with its noun, such as `1 stream` or `3 streams`; the number may be a short form, such as `12K`. */
export function pluralize(count: number | string, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
