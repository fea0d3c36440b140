/** Decodes the path of a request as API Gateway does, whole and once, and cuts it at a question mark that was encoded; undefined when it cannot be decoded. */
export function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path).replace(/\?.*$/s, '');
  } catch {
    return undefined;
  }
}
