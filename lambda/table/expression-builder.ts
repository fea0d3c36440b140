import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { number } from './attributes.ts';
import type { Update } from './table.ts';

/** Builds an update: escapes every name (many are reserved words) and names every value once. */
export class ExpressionBuilder {
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, AttributeValue> = {};

  name(attribute: string): string {
    this.#names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }

  value(name: string, value: AttributeValue): string {
    this.#values[`:${name}`] = value;
    return `:${name}`;
  }

  /** Returns the update that sets these attributes (null removes one) and increments the version, if every condition holds. */
  buildUpdate(attributes: Readonly<Record<string, AttributeValue | null>>, conditions: readonly string[]): Update {
    const sets: string[] = [];
    const removes: string[] = [];
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value === null) removes.push(this.name(attribute));
      else sets.push(`${this.name(attribute)} = ${this.value(attribute, value)}`);
    }
    const remove = removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : '';
    const add = ` ADD ${this.name('version')} ${this.value('one', number(1))}`;
    return {
      UpdateExpression: `SET ${sets.join(', ')}${remove}${add}`,
      ...(conditions.length > 0 && { ConditionExpression: conditions.join(' AND ') }),
      ExpressionAttributeNames: this.#names,
      ExpressionAttributeValues: this.#values,
    };
  }
}
