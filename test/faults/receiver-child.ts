import { startReceiver } from '../../local/start-receiver.ts';

// What `npm start` runs, except that its tables are in the DynamoDB at the endpoint DYNAMODB.
const { DYNAMODB = '', DATA_DIR = '', TOKEN } = process.env;

const database = { endpoint: DYNAMODB, close: async () => {} };
const where = { port: 0, host: '127.0.0.1', dataDir: DATA_DIR, token: TOKEN };
const { url } = await startReceiver({ ...where, log: () => {}, database });
process.stdout.write(url);
