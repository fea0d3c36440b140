import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { openApiDocument } from '../../../lambda/reading/api-schema/openapi-document.ts';

const file = '../../../docs/openapi.json';
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

it('is published as its source has it; after a change, run npm run schema', async () => {
  await expect(`${JSON.stringify(openApiDocument(version), null, 2)}\n`).toMatchFileSnapshot(file);
});

it('is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const published = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  expect(await validator.validate(published)).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect((await validator.validate({ ...published, info: {} })).valid).toBe(false);
});
