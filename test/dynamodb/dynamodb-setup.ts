import type { TestProject } from 'vitest/node';
import { DynamoDBLocal } from './dynamodb-local.ts';
import { MissingSoftware } from './required-software.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of DynamoDB Local, or why there is none. Without either, tests use the embedded engine. */
    dynamodbLocal?: { readonly endpoint: string } | { readonly missing: string };
  }
}

/** Starts DynamoDB Local for all tests of a run. */
export default async function setup({ provide }: TestProject) {
  try {
    const engine = await DynamoDBLocal.start();
    provide('dynamodbLocal', { endpoint: engine.endpoint });
    return () => engine.stop();
  } catch (error) {
    if (!(error instanceof MissingSoftware)) throw error;
    console.warn(`Tests on DynamoDB Local are skipped: ${error.message}.`);
    provide('dynamodbLocal', { missing: error.message });
    return undefined;
  }
}
