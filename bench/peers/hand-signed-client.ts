import { createHash, createHmac } from 'node:crypto';
import https from 'node:https';

const region = process.env.AWS_REGION;
const accessKeyId = process.env.AWS_ACCESS_KEY_ID;
const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY;
const sessionToken = process.env.AWS_SESSION_TOKEN;
const endpoint = new URL(
  process.env.AWS_ENDPOINT_URL_DYNAMODB || process.env.AWS_ENDPOINT_URL || `https://dynamodb.${region}.amazonaws.com`,
);
// An import of node:http would load all its exports, including fetch's client: 30 ms on Node 24, useless in Lambda.
const { request, Agent } = endpoint.protocol === 'https:' ? https : process.getBuiltinModule('node:http');
const agent = new Agent({ keepAlive: true });

/** Sends a command to DynamoDB, signed by hand. Throws an error with the name that DynamoDB reports. */
export function send<Output>(operation: string, input: object): Promise<Output> {
  const body = JSON.stringify(input);
  const headers = signHeaders(body, {
    host: endpoint.host,
    'x-amz-date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
    ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  });
  return new Promise((resolve, reject) => {
    request(endpoint, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(toError(text))));
    })
      .on('error', reject)
      .end(body);
  });
}

/** Returns an error with the name that DynamoDB reports. */
function toError(text: string): Error {
  const name = /"__type":"[^"]*#(\w+)"/.exec(text)?.[1] ?? 'Error';
  return Object.assign(new Error(text), { name });
}

/** Adds a Signature Version 4 of the body and of the headers, which must be sorted by name. */
function signHeaders(body: string, headers: { 'x-amz-date': string } & Record<string, string>) {
  const time = headers['x-amz-date'];
  const scope = `${time.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = `POST\n/\n\n${lines.join('')}\n${names}\n${sha256(body)}`;
  const signature = hmac(signingKey(scope), `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString(
    'hex',
  );
  return {
    ...headers,
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

let cachedKey: { scope: string; key: Buffer } | undefined;

/** Returns the signing key of a day, cached. */
function signingKey(scope: string): Buffer {
  if (cachedKey?.scope !== scope) {
    cachedKey = { scope, key: scope.split('/').reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`)) };
  }
  return cachedKey.key;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
