/** The path of a request, as API Gateway decodes it. */
interface GatewayPath {
  /** The path that selects the route: decoded once, and cut at an encoded question mark. */
  readonly routed: string;
  /** The path that the function receives: decoded once more, as each path parameter is. */
  readonly rawPath: string;
}

/** Decodes a path as an HTTP API does: `%252F` reaches a function as `/`. Returns undefined for a path that it answers 400. */
export function decodeGatewayPath(path: string): GatewayPath | undefined {
  try {
    const routed = decodeURIComponent(path).replace(/\?.*$/s, '');
    return { routed, rawPath: decodeURIComponent(routed) };
  } catch {
    return undefined;
  }
}

/** Encodes a text as one segment of a path, so that it reaches a function unchanged. */
export const encodePathSegment = (text: string): string =>
  encodeURIComponent(/[%/?]/.test(text) ? encodeURIComponent(text) : text);
