import type { Query } from './table.ts';

/**
 * Rows of a partition that lists names, in the order of the names as keys have them: those behind a name, up to another.
 * Nothing that an encoded name goes on with sorts before a blank, and `$` is next to `#`.
 */
export function namesQuery(partition: string, prefix: 'app' | 'host', after: string, upTo = ''): Query {
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': { S: partition },
      ':first': { S: `${prefix}#${after} ` },
      ':last': { S: upTo === '' ? `${prefix}$` : `${prefix}#${upTo}` },
    },
  };
}
