import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type CsvList, prefersCsv, withLinks } from './csv.ts';
import { QueryParameters } from './parameters.ts';
import type { ReaderOptions } from './reader-options.ts';
import { csvResponse, readCsvPage } from './respond-with-csv.ts';
import { errorResponse, type HttpResponse, jsonResponse } from './response.ts';
import type { RouteMatch } from './routes.ts';

/** Returns the body of a response; undefined when there is no such stream. May add headers. */
type ReadBody = (parameters: QueryParameters, headers: Record<string, string>) => Promise<object | undefined>;

/** Responds with what a route returns, in the form that the request prefers. Throws `InvalidParameter`. */
export async function respondWithRoute(
  event: APIGatewayProxyEventV2,
  { route, path, options }: RouteMatch & { readonly options: ReaderOptions },
  readBody: ReadBody,
): Promise<HttpResponse> {
  const parameters = new QueryParameters(event.rawQueryString, route.parameters);
  const ifNoneMatch = event.headers['if-none-match'];
  const headers: Record<string, string> = route.csv === undefined ? {} : { vary: 'accept' };
  const list = listAsCsv(route.csv, event, options);
  const read = (changed: QueryParameters) => readBody(changed, headers);
  const body = await (list === undefined ? read(parameters) : readCsvPage(list, parameters, read));
  if (body === undefined) return errorResponse(404, 'stream not found');
  if (list === undefined) return jsonResponse(body, ifNoneMatch, headers);
  return csvResponse(body, { list, parameters, ...publicForm(event.rawPath, path), ifNoneMatch, headers });
}

/** Returns the list to format as CSV; undefined where the answer is JSON. */
const listAsCsv = (list: CsvList | undefined, { headers }: APIGatewayProxyEventV2, { recordingUrl }: ReaderOptions) => {
  if (list === undefined || !prefersCsv(headers.accept)) return undefined;
  return recordingUrl === '' ? list : withLinks(list);
};

/** Returns a path, and the stream to ask it for: API Gateway has decoded this path, and a query is safe for any id. */
function publicForm(rawPath: string, [app, id]: readonly string[]) {
  if (app === undefined || id === undefined) return { path: rawPath, stream: {} };
  return { path: `/stream/${rawPath.split('/').at(-1)}`, stream: { app, id } };
}
