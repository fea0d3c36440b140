import { InvalidArgumentError } from 'commander';

/** What usage is summed by. */
export type UsageGrouping =
  | { readonly by: 'app' | 'stream' | 'day' }
  | { readonly by: 'metadata'; readonly name: string };

/** Parses the value of --by. Throws commander's error for anything else. */
export function parseGrouping(received: string): UsageGrouping {
  if (received === 'app' || received === 'stream' || received === 'day') return { by: received };
  const [, name] = /^metadata\.(.+)$/s.exec(received) ?? [];
  if (name !== undefined) return { by: 'metadata', name };
  throw new InvalidArgumentError('Expected app, stream, day, or metadata.NAME, such as metadata.customerId.');
}

/** The grouping as it is typed. */
export const groupingText = (grouping: UsageGrouping): string =>
  grouping.by === 'metadata' ? `metadata.${grouping.name}` : grouping.by;
