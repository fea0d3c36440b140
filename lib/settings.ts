import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { addresses, nameOfStack, oneOf, type Setting, wholeNumber } from './setting.ts';

/** What whoever deploys may choose. */
export interface Settings {
  /** The name of the CloudFormation stack: a second receiver in the same account and region needs another. @default AntMediaWebhooks */
  readonly stackName: string;
  /** The memory of each function, in MB; Lambda gives computing power in proportion. @default 512 */
  readonly memory: number;
  /** How long the history is kept, in days. @default 30 */
  readonly historyDays: number;
  /** Whether every heartbeat goes into the history, instead of the latest alone into the state. @default false */
  readonly keepHeartbeats: boolean;
  /** The addresses and CIDR blocks that may send hooks, with commas between them; an empty list lets everybody in. @default '' */
  readonly allowList: string;
  /**
   * How many requests a second the API lets in. A hook beyond it is lost, unless the media server was told to try again:
   * so this is enough for 2 500 streams with a heartbeat every 5 s. It also is a twentieth of what AWS lets into all the
   * APIs of an account in a region, so that a stranger who floods this one leaves room for the others. @default 500
   */
  readonly throttleRate: number;
  /** How many requests the API lets in at once: as many streams may start together. @default 1000 */
  readonly throttleBurst: number;
  /** How long logs are kept, in days. @default 30 */
  readonly logDays: RetentionDays;
  /** What becomes of tables and logs when the stack is deleted: retain or destroy. @default retain */
  readonly removalPolicy: RemovalPolicy;
}

const retentions = Object.values(RetentionDays).filter(
  (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** The bounds of the memory are Lambda's; those of the throttle are API Gateway's quotas for an account in a region. */
const settings: { readonly [K in keyof Settings]: Setting<Settings[K]> } = {
  stackName: nameOfStack('AntMediaWebhooks'),
  memory: wholeNumber(512, 128, 10_240),
  historyDays: wholeNumber(30, 1, 3_650),
  keepHeartbeats: oneOf('false', new Map([['true', true], ['false', false]])), // biome-ignore format: a table
  allowList: addresses,
  throttleRate: wholeNumber(500, 1, 10_000),
  throttleBurst: wholeNumber(1_000, 1, 5_000),
  logDays: oneOf('30', new Map(retentions.map((days) => [String(days), days]))),
  removalPolicy: oneOf('retain', new Map([['retain', RemovalPolicy.RETAIN], ['destroy', RemovalPolicy.DESTROY]])), // biome-ignore format: a table
};

/**
 * The settings that a CDK context holds: each is a key of its own (`-c memory=1024`, or under `context` in cdk.json),
 * and what is not there has its default. Throws on a value that is not accepted, and on a plain word that is no setting:
 * CDK's own keys are none.
 */
export function readSettings(context: Readonly<Record<string, unknown>>): Settings {
  const unknown = Object.keys(context).find((key) => /^\w+$/.test(key) && !Object.hasOwn(settings, key));
  if (unknown !== undefined) {
    const names = Object.keys(settings).join(', ');
    throw new Error(
      `Setting ${unknown}: there is none of this name, expected one of ${names}. Correct it, or remove it.`,
    );
  }
  const values = Object.entries<Setting<unknown>>(settings).map(([name, setting]) => [
    name,
    choose(name, setting, context[name]),
  ]);
  return Object.fromEntries(values) as Settings; // its entries have forgotten which setting is of which type
}

function choose<T>(name: string, setting: Setting<T>, received: unknown): T {
  const value = setting.read(received === undefined ? setting.default : String(received));
  if (value !== undefined) return value;
  throw new Error(
    `Setting ${name}: received ${JSON.stringify(received)}, expected ${setting.expected}. ` +
      `Change it in cdk.json or with -c ${name}=VALUE, or leave it out for ${JSON.stringify(setting.default)}.`,
  );
}
