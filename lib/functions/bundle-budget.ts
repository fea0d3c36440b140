import { readFileSync } from 'node:fs';
import type { AwsClient } from '../settings/settings.ts';

/** The part of esbuild's metafile that is used here. */
export interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

/** The limits of a bundle: a cold start reads all of it. */
export interface BundleBudget {
  /** The maximum size, in bytes. */
  readonly bytes: number;
  /** The packages that were reviewed: who publishes them, and what they do. */
  readonly packages: readonly string[];
}

const smithyPackages = ['@smithy/core', '@smithy/node-http-handler', '@smithy/signature-v4', '@smithy/types'];

/** AWS's packages that each client of the SDK needs. */
const sdkPackages = [
  ...smithyPackages,
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-node',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/nested-clients',
  '@aws-sdk/signature-v4-multi-region',
  '@aws-sdk/token-providers',
  '@aws-sdk/xml-builder',
  '@aws/lambda-invoke-store',
  '@smithy/credential-provider-imds',
];
/** With two packages that the endpoint cache of DynamoDB uses: `mnemonist` (collections) and `obliterator` (iterators). */
const sdkWithDynamoDB = [
  ...sdkPackages,
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/dynamodb-codec',
  '@aws-sdk/endpoint-cache',
  '@aws-sdk/middleware-endpoint-discovery',
  'mnemonist',
  'obliterator',
];
const sdkWithDynamoDBAndSqs = [...sdkWithDynamoDB, '@aws-sdk/client-sqs', '@aws-sdk/middleware-sdk-sqs'];
/** The notifier sends mails with the SDK's client of SNS whichever the setting: there is no small one. */
const sdkOfSns = [...sdkPackages, '@aws-sdk/client-sns'];
const sdkOfSweeper = [...sdkWithDynamoDBAndSqs, '@aws-sdk/client-lambda', '@aws-sdk/client-ssm'];

/** The budgets by client, then by entry in `lambda/`. */
export const bundleBudgets: Readonly<Record<AwsClient, Readonly<Record<string, BundleBudget>>>> = {
  small: {
    receiver: { bytes: 79_500, packages: smithyPackages },
    replayer: { bytes: 70_000, packages: smithyPackages },
    reader: { bytes: 95_000, packages: smithyPackages },
    asker: { bytes: 9_300, packages: [] },
    sweeper: { bytes: 81_200, packages: smithyPackages },
    announcer: { bytes: 50_000, packages: smithyPackages },
    authoriser: { bytes: 50_500, packages: smithyPackages },
    notifier: { bytes: 400_000, packages: [...sdkOfSns, 'ipaddr.js'] },
  },
  sdk: {
    receiver: { bytes: 420_000, packages: sdkWithDynamoDBAndSqs },
    replayer: { bytes: 400_000, packages: sdkWithDynamoDBAndSqs },
    reader: { bytes: 400_000, packages: sdkWithDynamoDB },
    asker: { bytes: 9_300, packages: [] },
    sweeper: { bytes: 570_000, packages: sdkOfSweeper },
    announcer: { bytes: 330_000, packages: [...sdkPackages, '@aws-sdk/client-eventbridge'] },
    authoriser: { bytes: 360_000, packages: sdkWithDynamoDB },
    notifier: {
      bytes: 600_000,
      packages: [...sdkWithDynamoDBAndSqs, '@aws-sdk/client-sns', '@aws-sdk/client-ssm', 'ipaddr.js'],
    },
  },
};

/** Returns the names of the packages that a bundle contains code of, sorted. */
export function packagesOf({ outputs }: Metafile): string[] {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const included = files.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const names = included.flatMap(([file]) => packageOf(file) ?? []);
  return [...new Set(names)].sort();
}

/** Returns the package that a file belongs to, such as `@smithy/core`; undefined for the project's own files. */
export const packageOf = (file: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];

/** Returns the size of a bundle, in bytes. */
export const bytesOf = ({ outputs }: Metafile): number =>
  Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);

/** Throws when the bundle that a metafile describes exceeds its budget, or has none. */
export function assertWithinBudget(client: AwsClient, entry: string, metafile: string): void {
  const budget = bundleBudgets[client][entry];
  if (budget === undefined)
    throw new Error(
      `The bundle of the ${entry}: received no budget, expected one in lib/functions/bundle-budget.ts. Add one.`,
    );
  const parsed: Metafile = JSON.parse(readFileSync(metafile, 'utf8'));
  const bytes = bytesOf(parsed);
  const packages = packagesOf(parsed);
  const isWithin = bytes <= budget.bytes && packages.every((name) => budget.packages.includes(name));
  if (isWithin) return;
  throw new Error(
    `The bundle of the ${entry} with awsClient ${client}: received ${bytes} bytes with ${packages.join(', ')}; expected at most ${budget.bytes} bytes and only the packages ${budget.packages.join(', ')}. ` +
      'Remove what was added, or review it and update lib/functions/bundle-budget.ts: each 10 KB add about 1 ms to a cold start.',
  );
}
