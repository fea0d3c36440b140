import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { QueryParameters } from './parameters.ts';
import { conditional, etagOf, type HttpResponse } from './response.ts';

export const DESCRIPTION_PATH = '/openapi.json';

/** Returns the response with the description of the read API, from the text of docs/openapi.json. */
export const descriptionResponse = (text: string): HttpResponse => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', etag: etagOf({ text }) },
  body: text,
});

/** Responds to a request for the description. Throws `InvalidParameter`: there is no parameter. */
export function describe({ rawQueryString, headers }: APIGatewayProxyEventV2, description: HttpResponse): HttpResponse {
  new QueryParameters(rawQueryString, []);
  return conditional(headers['if-none-match'], description);
}
