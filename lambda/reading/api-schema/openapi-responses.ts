import { apiError, components } from './api-values.ts';

const text = { type: 'string' };
/** Refers to a response of an error. */
export const refTo = (response: keyof typeof errorResponses) => ({ $ref: `#/components/responses/${response}` });
const refToHeader = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` });

/** The headers of answers. */
export const headers = {
  ETag: {
    description: 'Weak, over what is stored: not over running durations',
    required: true,
    schema: { ...text, examples: ['W/"0kNQx5mGdbY1eD3nUqTz7g"'] },
  },
  Link: {
    description: 'The next page of CSV, relative to the root of the API; absent on the last one',
    schema: { ...text, examples: ['</sessions?app=LiveApp&cursor=MTc2Mg>; rel="next"'] },
  },
  'Complete-Since': {
    description: 'From when on the answer has everything that is kept; absent where that is not known',
    schema: { ...text, format: 'date-time' },
  },
  Receiver: {
    description: 'The name of the stack, or `this machine`; absent while it is not known, as are the next ones',
    schema: { ...text, examples: ['AntMediaWebhooks', 'this machine'] },
  },
  Region: { description: 'The AWS region of the stack', schema: { ...text, examples: ['eu-west-1'] } },
  Dashboard: { description: "The stack's dashboard in the AWS console", schema: { ...text, format: 'uri' } },
  Logs: { description: "The stack's log groups in the AWS console", schema: { ...text, format: 'uri' } },
};
/** The headers of an answer that a client may keep. */
export const validators = { ETag: refToHeader('ETag') };
/** The headers that name the receiver. */
export const identityHeaders = {
  Receiver: refToHeader('Receiver'),
  Region: refToHeader('Region'),
  Dashboard: refToHeader('Dashboard'),
  Logs: refToHeader('Logs'),
};

export const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag of an answer that the client has already',
  schema: text,
};
export const notModified = { description: 'The client has the answer already', headers: validators };

const errorResponse = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${components.get(apiError)?.id}` } } },
});
/** The answers to requests that fail. */
export const errorResponses = {
  BadRequest: errorResponse('A parameter is unknown or cannot be read, or the path cannot be decoded'),
  Unauthorized: errorResponse('No token that may read: unknown, revoked, expired and of another scope look the same'),
  StreamNotFound: errorResponse('There is no such stream, or the token may not see it'),
  NotListedByDay: errorResponse('The setting byDay is off: nothing is listed over all streams by time'),
  MethodNotAllowed: errorResponse('Ant Media Server posts to a webhook URL: it cannot be read'),
  Unavailable: errorResponse('The table is unavailable: try again'),
};
