import { cidrList } from './cidr-list.ts';
import { linkTemplate } from './link-template.ts';
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
import { vpcIds } from './vpc-ids.ts';

/** The AWS clients that a bundle can contain: the small one of `lambda/aws/`, or the SDK's own. The first is the default. */
export const awsClients = ['small', 'sdk'] as const;
export type AwsClient = (typeof awsClients)[number];

/** The settings of a deployment. `npm start` reads them too, so nothing here loads CDK. */
export interface Settings {
  /** The name of the CloudFormation stack; a second receiver in the same account and region needs another. @default AntMediaWebhooks */
  readonly stackName: string;
  /** The memory of each function but the authoriser, in MB; Lambda allots processor time in proportion. @default 512 */
  readonly memory: number;
  /** The memory of the authoriser, in MB: an encoder waits at most 2 s for it, those behind it in the queue included. @default 1024 */
  readonly authoriserMemory: number;
  /** The days for which the history is stored: the default is enough for the sessions of a whole month, a month later. @default 62 */
  readonly historyDays: number;
  /** Whether every heartbeat is stored in the history, instead of only the latest in the state. @default false */
  readonly keepHeartbeats: boolean;
  /** Whether the first heartbeat of each minute is stored for the health of the last hour. @default true */
  readonly healthHistory: boolean;
  /** Whether events, sessions and recordings can be read by time over all streams, for one more write unit per start, end, recording and the like. @default true */
  readonly byDay: boolean;
  /** The addresses and CIDR blocks that may send hooks, and ask who may publish, comma-separated; an empty list allows all. @default '' */
  readonly allowList: string;
  /**
   * The hooks a second that the API accepts. A hook beyond it is lost unless the media server retries, so the default is
   * enough for 2 500 streams with a heartbeat every 5 s. It is also a twentieth of AWS's limit for all APIs of an account
   * in a region, so that flooding this API leaves room for the others. @default 500
   */
  readonly throttleRate: number;
  /** The hooks that the API accepts at once, such as when many streams start together. @default 1000 */
  readonly throttleBurst: number;
  /**
   * The questions a second, who may publish or who may play, that each of both routes accepts; a publisher whose question is
   * beyond it is refused. A media server asks one at a time per application, so the default is enough for many of them. @default 100
   */
  readonly authoriseRate: number;
  /** The questions that each of both routes accepts at once. @default 100 */
  readonly authoriseBurst: number;
  /**
   * The executions reserved for the receiver; 0 for none. They are a guarantee and a maximum: hooks beyond them, or
   * beyond ten times as many a second, are throttled. Lambda rejects a deployment that leaves an account fewer than 100
   * unreserved executions, so a new account, whose quota may be 10, cannot reserve any. @default 0
   */
  readonly reservedConcurrency: number;
  /** The API's own domain, such as hooks.example.com; needs a certificate, and a CNAME to the output DomainTarget. @default '' (none) */
  readonly domainName: string;
  /** The ACM certificate of that domain, in the stack's region, because the endpoint is regional. @default '' */
  readonly certificateArn: string;
  /**
   * The regions with a copy of both tables, besides the stack's own. AWS adds or removes one region per update:
   * `npm run deploy` runs as many updates as needed, `cdk deploy` one. @default '' (none)
   */
  readonly replicaRegions: readonly string[];
  /** Whether DynamoDB refuses to delete the tables. @default false */
  readonly deletionProtection: boolean;
  /** The days for which logs are stored. @default 30 */
  readonly logDays: number;
  /** What happens to tables, queues and logs when the stack is deleted: retain or destroy. @default retain */
  readonly removalPolicy: 'retain' | 'destroy';
  /** The tags of the stack, by key; CloudFormation adds them to its resources. @default '' */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether X-Ray traces the functions. @default false */
  readonly tracing: boolean;
  /** The client for DynamoDB and SQS: small, from `lambda/aws/`, or sdk, the SDK's own, which starts more slowly. @default small */
  readonly awsClient: AwsClient;
  /** The e-mail address for alarms, once its owner confirms the mail from SNS. @default '' (none; see the output AlarmTopicArn) */
  readonly alarmEmail: string;
  /** The minutes without a stored hook after which an alarm triggers; 0 for no such alarm. CloudWatch's maximum is a day. @default 0 */
  readonly silenceMinutes: number;
  /**
   * The minutes between two sweeps, which look at all live streams: they presume the ends that no hook reported, count
   * streams and follow the expected ones. 0 for no sweeps: nothing is presumed or counted, and no alarm reports a missing stream. @default 1
   */
  readonly sweepMinutes: number;
  /**
   * The minutes without a heartbeat after which a sweep presumes that a stream has ended, of a stream whose session had
   * heartbeats; 0 for never. The word of a registered media server counts all the same. @default 5
   */
  readonly presumeEndedMinutes: number;
  /**
   * The subnets from which media servers are asked that only a VPC reaches, comma-separated; needs security groups.
   * Without them the sweeper asks over the internet. @default '' (none)
   */
  readonly vpcSubnets: readonly string[];
  /** The security groups of the function in these subnets, comma-separated; they must let it reach the media servers. @default '' (none) */
  readonly vpcSecurityGroups: readonly string[];
  /** Whether what happens to streams is announced on an event bus, and locally to `npm run events`. @default true */
  readonly announcements: boolean;
  /**
   * The base URL of the board that notifications link to, such as https://board.example.com; empty for the API's own, and
   * locally for the URL that `npm start` listens on. @default '' (the receiver's own)
   */
  readonly boardUrl: string;
  /**
   * The URL of a recording, with {app}, {id}, {name} and {vodId} where its values belong, such as
   * https://bucket.example/{app}/{name}.mp4. Whoever reads recordings gets it with each. @default '' (none)
   */
  readonly recordingUrl: string;
  /** The URL of a live stream's player, with {app} and {id}, such as https://media.example/{app}/play.html?id={id}. @default '' (none) */
  readonly playUrl: string;
  /** The e-mail address for alarms about streams, once its owner confirms the mail from SNS. @default '' (none; see the output StreamAlarmTopicArn) */
  readonly streamAlarmEmail: string;
}

/** The retention periods of CloudWatch Logs, except unlimited. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]; // biome-ignore format: a list

const emailAddress = matchingText(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, 'one e-mail address');

/** Defines each setting. The bounds of memory and of the VPC's lists are Lambda's; those of the throttle are API Gateway's quotas for an account in a region. */
export const settingDefinitions: { readonly [K in keyof Settings]: SettingDefinition<Settings[K]> } = {
  stackName: matchingText(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'a letter, then at most 127 letters, digits and hyphens', 'AntMediaWebhooks'), // biome-ignore format: a table
  memory: wholeNumber(512, 128, 10_240),
  authoriserMemory: wholeNumber(1_024, 128, 10_240),
  historyDays: wholeNumber(62, 1, 3_650),
  keepHeartbeats: offByDefault,
  healthHistory: onByDefault,
  byDay: onByDefault,
  allowList: cidrList,
  throttleRate: wholeNumber(500, 1, 10_000),
  throttleBurst: wholeNumber(1_000, 1, 5_000),
  authoriseRate: wholeNumber(100, 1, 10_000),
  authoriseBurst: wholeNumber(100, 1, 5_000),
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
  alarmEmail: emailAddress,
  silenceMinutes: wholeNumber(0, 0, 1_440),
  sweepMinutes: wholeNumber(1, 0, 60),
  presumeEndedMinutes: wholeNumber(5, 0, 1_440),
  vpcSubnets: vpcIds('subnet', 16),
  vpcSecurityGroups: vpcIds('sg', 5),
  announcements: onByDefault,
  boardUrl: matchingText(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[\w.~-]+)*$/i, 'a URL such as https://board.example.com, without a slash at the end, a query or a user'), // biome-ignore format: a table
  recordingUrl: linkTemplate(['app', 'id', 'name', 'vodId'], 'https://bucket.example/{app}/{name}.mp4'),
  playUrl: linkTemplate(['app', 'id'], 'https://media.example/{app}/play.html?id={id}'),
  streamAlarmEmail: emailAddress,
};
