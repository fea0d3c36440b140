import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table } from '../../lambda/table/table.ts';

/** A client whose connections are refused. */
export const unreachableClient = () =>
  new DynamoDBClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });

export const unreachableTable = () => new Table(unreachableClient(), 'unreachable');
