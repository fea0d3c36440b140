import { type AwsClient, awsClients } from './aws-client.ts';
import { cidrList } from './cidr-list.ts';
import { replicaRegions } from './replica-regions.ts';
import {
  matchingText,
  offByDefault,
  onByDefault,
  oneOf,
  oneWordOf,
  type SettingDefinition,
  wholeNumber,
} from './setting-definition.ts';
import { tags } from './tags.ts';

/** What whoever deploys may choose. Nothing here loads CDK: what runs on this machine is told the same. */
export interface Settings {
  /** The name of the CloudFormation stack: a second receiver in the same account and region needs another. @default AntMediaWebhooks */
  readonly stackName: string;
  /** The memory of each function, in MB; Lambda gives computing power in proportion. @default 512 */
  readonly memory: number;
  /** How long the history is kept, in days. @default 30 */
  readonly historyDays: number;
  /** Whether every heartbeat goes into the history, instead of the latest alone into the state. @default false */
  readonly keepHeartbeats: boolean;
  /** Whether the first heartbeat of each minute is kept for the health of the last hour. @default true */
  readonly healthHistory: boolean;
  /** The addresses and CIDR blocks that may send hooks, with commas between them; an empty list lets everybody in. @default '' */
  readonly allowList: string;
  /**
   * How many hooks a second the API lets in. A hook beyond it is lost, unless the media server was told to try again:
   * so this is enough for 2 500 streams with a heartbeat every 5 s. It also is a twentieth of what AWS lets into all the
   * APIs of an account in a region, so that a stranger who floods this one leaves room for the others. @default 500
   */
  readonly throttleRate: number;
  /** How many hooks the API lets in at once: as many streams may start together. @default 1000 */
  readonly throttleBurst: number;
  /**
   * How many executions of the receiver are set aside for it, in number; 0 for none. They are a guarantee and a ceiling:
   * hooks past them, or past ten times as many a second, are throttled. Lambda wants 100 of an account's executions to stay
   * unreserved and refuses a deployment that would leave fewer, so an account with the quota of a new one, which may be 10,
   * can reserve none. @default 0
   */
  readonly reservedConcurrency: number;
  /** The API's own domain, such as hooks.example.com; needs a certificate, and a CNAME to the output DomainTarget. @default '' (none) */
  readonly domainName: string;
  /** The ACM certificate of that domain, which has to be in the region of the stack: its endpoint is a regional one. @default '' */
  readonly certificateArn: string;
  /**
   * The regions that hold a copy of both tables besides the stack's own. AWS adds or removes one region an update:
   * `npm run deploy` makes as many as it takes, `cdk deploy` one. @default '' (none)
   */
  readonly replicaRegions: readonly string[];
  /** Whether DynamoDB refuses to delete the tables, whoever asks. @default false */
  readonly deletionProtection: boolean;
  /** How long logs are kept, in days. @default 30 */
  readonly logDays: number;
  /** What becomes of tables and logs when the stack is deleted: retain or destroy. @default retain */
  readonly removalPolicy: 'retain' | 'destroy';
  /** The tags of the stack, by key; CloudFormation hands them on to what it deploys. @default '' */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether X-Ray traces the functions. @default false */
  readonly tracing: boolean;
  /** The client that asks DynamoDB and SQS: small, of `lambda/aws/`, or sdk, the SDK's own, with which a function starts more slowly. @default small */
  readonly awsClient: AwsClient;
  /** Who is told of alarms, once the mail that asks for it is confirmed. @default '' (nobody: see the output AlarmTopicArn) */
  readonly alarmEmail: string;
  /** An alarm when no hook was kept for so many minutes; 0 for no such alarm. At most the day that an alarm looks back. @default 0 */
  readonly silenceMinutes: number;
}

/** For how many days CloudWatch Logs keeps what is not kept for ever. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]; // biome-ignore format: a list

/** The bounds of the memory are Lambda's; those of the throttle are API Gateway's quotas for an account in a region. */
export const settingDefinitions: { readonly [K in keyof Settings]: SettingDefinition<Settings[K]> } = {
  stackName: matchingText(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'a letter, then at most 127 letters, digits and hyphens', 'AntMediaWebhooks'), // biome-ignore format: a table
  memory: wholeNumber(512, 128, 10_240),
  historyDays: wholeNumber(30, 1, 3_650),
  keepHeartbeats: offByDefault,
  healthHistory: onByDefault,
  allowList: cidrList,
  throttleRate: wholeNumber(500, 1, 10_000),
  throttleBurst: wholeNumber(1_000, 1, 5_000),
  reservedConcurrency: wholeNumber(0, 0, 10_000),
  domainName: matchingText(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, 'a domain in lower case, such as hooks.example.com'), // biome-ignore format: a table
  certificateArn: matchingText(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    'the ARN of an ACM certificate',
  ),
  replicaRegions,
  deletionProtection: offByDefault,
  logDays: oneOf('30', new Map(RETENTION_DAYS.map((days) => [String(days), days]))),
  removalPolicy: oneWordOf(['retain', 'destroy']),
  tags,
  tracing: offByDefault,
  awsClient: oneWordOf(awsClients),
  alarmEmail: matchingText(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, 'one e-mail address'),
  silenceMinutes: wholeNumber(0, 0, 1_440),
};
