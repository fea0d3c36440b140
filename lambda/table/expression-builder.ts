import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { number } from './attributes.ts';
import type { Update } from './table.ts';

/** The parts of an update. */
export interface UpdateParts {
  /** Attributes to set; null removes one. */
  readonly attributes: Readonly<Record<string, AttributeValue | null>>;
  /** Conditions that must all hold. */
  readonly conditions: readonly string[];
}

/** The parts of an update of an item with a version. */
export interface VersionedUpdateParts extends UpdateParts {
  /** The version of the item if the update creates it. @default the update never creates one */
  readonly firstVersion?: number;
}

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

  /** Returns the update, which also increments the version. */
  buildVersionedUpdate({ attributes, conditions, firstVersion }: VersionedUpdateParts): Update {
    const [version, one] = [this.name('version'), this.value('one', number(1))];
    if (firstVersion === undefined) return this.#build(attributes, conditions, [], ` ADD ${version} ${one}`);
    const before = this.value('beforeFirst', number(firstVersion - 1));
    return this.#build(attributes, conditions, [`${version} = if_not_exists(${version}, ${before}) + ${one}`]);
  }

  buildUpdate({ attributes, conditions }: UpdateParts): Update {
    return this.#build(attributes, conditions);
  }

  #build(
    attributes: UpdateParts['attributes'],
    conditions: readonly string[],
    moreSets: readonly string[] = [],
    add = '',
  ): Update {
    const sets: string[] = [];
    const removes: string[] = [];
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value === null) removes.push(this.name(attribute));
      else sets.push(`${this.name(attribute)} = ${this.value(attribute, value)}`);
    }
    const remove = removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : '';
    return {
      UpdateExpression: `SET ${[...sets, ...moreSets].join(', ')}${remove}${add}`,
      ...(conditions.length > 0 && { ConditionExpression: conditions.join(' AND ') }),
      ExpressionAttributeNames: this.#names,
      ExpressionAttributeValues: this.#values,
    };
  }
}
