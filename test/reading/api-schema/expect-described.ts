import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const file = join(import.meta.dirname, '../../../docs/openapi.json');

/** The part of the published description that is used here. */
interface Description {
  readonly paths: Readonly<Record<string, { readonly get: { readonly responses: Readonly<Record<string, unknown>> } }>>;
}
interface DescribedResponse {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

/** The published description, closed: it permits members of later releases, and a test must notice one that it does not name. */
const description: Description = JSON.parse(readFileSync(file, 'utf8'), (_, value) =>
  value?.properties === undefined ? value : { ...value, additionalProperties: false },
);

// the patterns of times are stricter than their format
const formats = { 'date-time': true, date: true, uri: (text: string) => URL.canParse(text) } as const;
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats });
ajv.addVocabulary(Object.keys(description)); // of the document around the schemas
ajv.addSchema(description, 'api');

/** A response of the read API, and the request that it answers. */
export interface ApiAnswer {
  readonly method?: string;
  /** Without the query; decoded or not. */
  readonly path: string;
  readonly status: number;
  readonly header: (name: string) => string | null | undefined;
  readonly text: string;
}

/** Throws unless the published description has an answer: its status, content type, headers and all members of its body. */
export function expectDescribed(answer: ApiAnswer): void {
  const { method = 'GET', path, status, text } = answer;
  if (method !== 'GET' && method !== 'HEAD') return; // a hook, or a question
  const problem = problemOf(answer);
  if (problem === undefined) return;
  throw new Error(
    `docs/openapi.json does not describe the answer ${status} to ${method} ${path}: ${problem}; received ${text.slice(0, 2_000)}`,
  );
}

function problemOf(answer: ApiAnswer): string | undefined {
  const template = templateOf(answer.path);
  if (template === undefined) return problemOfError(answer);
  const pointer = `#/paths/${escapePointer(template)}/get/responses/${answer.status}`;
  const found = lookUp(pointer);
  if (found === undefined) return 'expected one of its statuses';
  const { response, at } = found;
  const missing = Object.entries(response.headers ?? {}).find(
    ([name, header]) => isRequired(header) && !answer.header(name),
  );
  if (missing !== undefined) return `expected the header ${missing[0]}`;
  return problemOfBody(answer, response, at);
}

/** A path that is not described, or that cannot be decoded, is answered with an error. */
function problemOfError({ status, method, text }: ApiAnswer): string | undefined {
  if (status !== 404 && status !== 400) return 'expected 404, since the path is not described';
  return method === 'HEAD' ? undefined : problemOfJson('#/components/schemas/Error', text);
}

function problemOfBody(
  { method, text, header }: ApiAnswer,
  { content = {} }: DescribedResponse,
  at: string,
): string | undefined {
  if (Object.keys(content).length === 0) return text === '' ? undefined : 'expected no body';
  const type = (header('content-type') ?? '').split(';')[0] ?? '';
  if (content[type] === undefined) return `expected one of the types ${Object.keys(content)}, received ${type}`;
  if (method === 'HEAD') return text === '' ? undefined : 'expected no body';
  return type === 'application/json' ? problemOfJson(`${at}/content/application~1json/schema`, text) : undefined;
}

function problemOfJson(pointer: string, text: string): string | undefined {
  const validate = ajv.getSchema(`api${pointer}`);
  if (validate === undefined) throw new Error(`docs/openapi.json has no ${pointer}`);
  return validate(JSON.parse(text)) === true ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' });
}

/** Returns the described path that a path fits, of those without parameters first. */
function templateOf(path: string): string | undefined {
  const segments = path.replace(/^(\/hooks\/.+)\/$/, '$1').split('/'); // where a trailing slash changes nothing
  const templates = Object.keys(description.paths).sort((a, b) => a.split('{').length - b.split('{').length);
  return templates.find((template) => {
    const parts = template.split('/');
    return parts.length === segments.length && parts.every((part, n) => part.startsWith('{') || part === segments[n]);
  });
}

/** Returns the response at a pointer, or at the one that it refers to. */
function lookUp(pointer: string): { response: DescribedResponse; at: string } | undefined {
  const value = valueAt(pointer);
  const target = refOf(value);
  if (value === undefined) return undefined;
  return target === undefined ? { response: value, at: pointer } : lookUp(target);
}

const isRequired = (header: unknown): boolean => {
  const value: unknown = valueAt(refOf(header) ?? '') ?? header;
  return typeof value === 'object' && value !== null && 'required' in value && value.required === true;
};

const refOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && '$ref' in value ? String(value.$ref) : undefined;

function valueAt(pointer: string): DescribedResponse | undefined {
  let value: unknown = description;
  for (const name of pointer.split('/').slice(1).map(unescapePointer))
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined;
  return value === description ? undefined : (value as DescribedResponse | undefined); // the pointers here lead to responses and headers
}

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescapePointer = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');
