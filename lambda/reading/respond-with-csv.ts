import { type CsvList, countFitting, toCsv } from './csv.ts';
import type { QueryParameters } from './parameters.ts';
import { conditional, etagOf, type HttpResponse } from './response.ts';

/** A page of a list. */
interface Page {
  readonly rows: readonly object[];
  readonly cursor: string | null;
}

/** The request for a list as CSV. */
interface CsvRequest {
  readonly list: CsvList;
  readonly parameters: QueryParameters;
  /** The path of the next page: with the query of this one and the stream, where the path of this one has it. */
  readonly path: string;
  readonly stream: Readonly<Record<string, string>>;
  readonly ifNoneMatch: string | undefined;
  /** The headers that the handler has added. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a page whose rows fit one response as CSV: where they do not, it is read again with a lower limit. Undefined when there is no such stream. */
export async function readCsvPage(
  list: CsvList,
  parameters: QueryParameters,
  readBody: (parameters: QueryParameters) => Promise<object | undefined>,
): Promise<object | undefined> {
  const body = await readBody(parameters);
  if (body === undefined) return undefined;
  const { rows } = pageOf(list, body);
  const fitting = countFitting(list, rows);
  const limit = Math.min(fitting, parameters.limit - 1);
  if (fitting === rows.length || limit < 1) return body; // a single row always fits, since rows are cut when they are stored
  return readCsvPage(list, parameters.with({ limit: String(limit) }), readBody);
}

/** Returns a page as CSV, with the next one in the header `Link`. */
export function csvResponse(body: object, { list, headers, ifNoneMatch, ...request }: CsvRequest): HttpResponse {
  const { rows, cursor } = pageOf(list, body);
  return conditional(ifNoneMatch, {
    statusCode: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      etag: etagOf(body, list.columns.join()),
      ...headers,
      ...(cursor !== null && { link: `<${nextPath(request, cursor)}>; rel="next"` }),
    },
    body: toCsv(list, rows),
  });
}

const nextPath = ({ path, stream, parameters }: Pick<CsvRequest, 'path' | 'stream' | 'parameters'>, cursor: string) =>
  `${path}?${parameters.with({ ...stream, cursor })}`;

function pageOf({ name }: CsvList, body: object): Page {
  const { cursor, ...lists } = body as Record<string, unknown>; // each list with CSV is a page
  return { rows: lists[name] as readonly object[], cursor: cursor as string | null };
}
