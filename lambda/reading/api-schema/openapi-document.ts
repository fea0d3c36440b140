import { z } from 'zod';
import { type ApiRoute, apiRoutes, pathForms } from './api-routes.ts';
import { components } from './api-values.ts';
import {
  errorResponses,
  headers,
  identityHeaders,
  ifNoneMatch,
  notModified,
  refTo,
  validators,
} from './openapi-responses.ts';
import { tokenlessPaths } from './tokenless-paths.ts';

type JsonSchema = Record<string, unknown>;

const DESCRIPTION = [
  "What a receiver of Ant Media Server's webhooks knows of the streams.",
  'Times are ISO 8601, UTC, with milliseconds; a member that is not known is null, not missing. Later releases may add members.',
  'HEAD is answered as GET is. Any other path or method is 404. A parameter that is unknown or cannot be read is 400; an empty one counts as absent.',
  'A token of one app sees only that app: elsewhere it is as if there were nothing. API Gateway may answer 429 and 5xx itself.',
].join('\n\n');

/** Returns the description of the read API, OpenAPI 3.1, of a release. */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'ant-media-webhooks',
      version,
      summary: 'The read API of the stream status table',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The receiver that serves this description' }],
    security: [{ token: [] }],
    paths: { ...dataPaths(), ...tokenlessPaths },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token with the scope read: npm run tokens' },
      },
      parameters: { IfNoneMatch: ifNoneMatch },
      headers,
      responses: errorResponses,
      schemas: schemasOf(),
    },
  };
}

function dataPaths() {
  const routes = Object.entries<ApiRoute>(apiRoutes).map(([path, route]) => [
    path,
    { get: toOperation(route, 'query') },
  ]);
  const inPaths = Object.entries(pathForms).map(([path, twin]) => [path, { get: toPathOperation(twin) }]);
  return Object.fromEntries([...routes, ...inPaths]);
}

/** The form with app and id in the path, which not every id survives. */
function toPathOperation(twin: keyof typeof apiRoutes) {
  const route: ApiRoute = apiRoutes[twin];
  const description = `As ${twin}, which is safe for any id: of a path API Gateway decodes each segment before it hands it on.`;
  return toOperation({ ...route, id: `${route.id}ByPath`, description }, 'path');
}

function toOperation(route: ApiRoute, ids: 'query' | 'path') {
  const { id, summary, description, parameters, of } = route;
  const listed = Object.entries(parameters).map(([name, schema]) =>
    toParameter(name, schema, of === 'stream' ? ids : 'query'),
  );
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    parameters: [...listed, { $ref: '#/components/parameters/IfNoneMatch' }],
    responses: {
      200: okResponse(route),
      304: notModified,
      400: refTo('BadRequest'),
      401: refTo('Unauthorized'),
      ...(of === 'stream' && { 404: refTo('StreamNotFound') }),
      ...(of === 'byDay' && { 404: refTo('NotListedByDay') }),
      503: refTo('Unavailable'),
    },
  };
}

function toParameter(name: string, schema: z.ZodType, ids: 'query' | 'path') {
  const { description, examples, ...rest } = toJsonSchema(schema);
  const isOfPath = ids === 'path' && (name === 'app' || name === 'id');
  return {
    name,
    in: isOfPath ? 'path' : 'query',
    ...(!schema.safeParse(undefined).success && { required: true }),
    ...(rest.type === 'array' && { style: 'form', explode: false }),
    description,
    schema: { ...rest, ...(examples !== undefined && { examples }) },
  };
}

function okResponse({ answer, csv, of, namesReceiver }: ApiRoute) {
  return {
    description: csv ? 'A page; as CSV where the header Accept prefers text/csv' : 'The answer',
    headers: {
      ...validators,
      ...(csv && { Link: { $ref: '#/components/headers/Link' } }),
      ...(of === 'byDay' && { 'Complete-Since': { $ref: '#/components/headers/Complete-Since' } }),
      ...(namesReceiver && identityHeaders),
    },
    content: {
      'application/json': { schema: { $ref: `#/components/schemas/${components.get(answer)?.id}` } },
      ...(csv && { 'text/csv': { schema: { type: 'string' } } }),
    },
  };
}

/** Returns the JSON Schema of a value that a client sends or reads: it permits the members of later releases. */
const toJsonSchema = (schema: z.ZodType): JsonSchema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
};

/** Returns the schemas by their names. */
function schemasOf(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(components, { io: 'input', uri: (id) => `#/components/schemas/${id}` });
  const named = Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]);
  return Object.fromEntries(named.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
