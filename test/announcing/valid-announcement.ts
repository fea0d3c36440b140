import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Announcement } from '../../lambda/announcing/announcement.ts';

const file = join(import.meta.dirname, '../../docs/events/announcement.schema.json');

/** The published schema, closed: it permits fields of later versions, and a test must notice a field that it does not name. */
const schema = JSON.parse(readFileSync(file, 'utf8'), (_, value) =>
  value?.properties === undefined ? value : { ...value, additionalProperties: false },
);

// the patterns of times are stricter than their format
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats: { 'date-time': true } });
ajv.addSchema(schema, 'announcements');

/** Asserts that a value is an announcement: all of the fields of its type in the published schema, and no others. */
export function expectValid(value: unknown): asserts value is Announcement {
  const type = typeOf(value);
  const validate = ajv.getSchema(`announcements#/$defs/${type.replace(' ', '')}`);
  if (validate === undefined) throw new Error(`expected an announcement, received ${JSON.stringify(value)}`);
  if (validate(value) !== true)
    throw new Error(
      `a ${type} breaks its schema: ${ajv.errorsText(validate.errors, { dataVar: 'announcement' })}; received ${JSON.stringify(value)}`,
    );
}

function typeOf(value: unknown): string {
  const type = typeof value === 'object' && value !== null && 'detail-type' in value ? value['detail-type'] : undefined;
  return typeof type === 'string' ? type : '';
}
