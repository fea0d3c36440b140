import { expect, test } from 'vitest';
import { toReachableUrl } from '../../../cli/stack/reachable-url.ts';

const endpoint = 'http://127.0.0.1:4566';

test.each([
  { url: 'http://ab12.execute-api.localhost:4566', endpoint, is: `${endpoint}/_aws/execute-api/ab12` },
  { url: 'http://ab12.execute-api.localhost:4566/', endpoint: `${endpoint}/`, is: `${endpoint}/_aws/execute-api/ab12` },
  { url: 'https://ab12.execute-api.localhost.localstack.cloud:4566', endpoint, is: `${endpoint}/_aws/execute-api/ab12` },
  { url: 'http://ab12.execute-api.localhost:4566', endpoint: '', is: 'http://ab12.execute-api.localhost:4566' },
  { url: 'http://ab12.execute-api.localhost.example.com', endpoint: undefined, is: 'http://ab12.execute-api.localhost.example.com' },
  { url: 'https://ab12.execute-api.eu-west-1.amazonaws.com/', endpoint, is: 'https://ab12.execute-api.eu-west-1.amazonaws.com' },
  { url: 'https://hooks.example.com', endpoint, is: 'https://hooks.example.com' },
])('$url with the endpoint $endpoint is reached as $is', ({ url, endpoint, is }) =>
  expect(toReachableUrl(url, endpoint ?? '')).toBe(is),
); // biome-ignore format: a table
