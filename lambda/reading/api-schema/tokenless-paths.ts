import { notModified, refTo, validators } from './openapi-responses.ts';

/** The routes that need no token. */
export const tokenlessPaths = {
  '/openapi.json': {
    get: {
      operationId: 'getDescription',
      summary: 'Read this description',
      security: [],
      parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
      responses: {
        200: {
          description: 'OpenAPI 3.1',
          headers: validators,
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        304: notModified,
        400: refTo('BadRequest'),
      },
    },
  },
  '/': {
    get: {
      operationId: 'getBoard',
      summary: 'Open the status board, a page that asks these routes',
      security: [],
      responses: { 200: { description: 'The page', content: { 'text/html': { schema: { type: 'string' } } } } },
    },
  },
  '/hooks/{app}/{token}': {
    get: {
      operationId: 'openWebhookUrl',
      summary: 'Open a webhook URL in a browser: it says that Ant Media Server posts there',
      security: [],
      parameters: ['app', 'token'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      responses: { 405: refTo('MethodNotAllowed') },
    },
  },
};
