/** What names a receiver, as headers of an answer; a header is left out where its value is not known. */
export type ReceiverIdentity = Readonly<Record<string, string>>;

/** The hosts of the AWS console by the start of a region's name: each partition has its own. */
const consoleHosts = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
  ['eusc-', 'console.amazonaws-eusc.eu'],
] as const;
/** The regions of the isolated partitions, whose consoles have no public address. */
const isolatedRegion = /^[a-z]+-iso/;

/** Returns the address of a page of CloudWatch in the AWS console; undefined where the region has no public one. */
export function cloudWatchUrl(region: string, page: string): string | undefined {
  if (region === '' || isolatedRegion.test(region)) return undefined;
  const [, host = 'console.aws.amazon.com'] = consoleHosts.find(([start]) => region.startsWith(start)) ?? [];
  return `https://${region}.${host}/cloudwatch/home?region=${region}#${page}`;
}

/** Reads what names the receiver from the environment, whose variables are unset while an update has deployed only the code. */
export function identityFromEnv(env: NodeJS.ProcessEnv): ReceiverIdentity {
  const { STACK_NAME: receiver, DASHBOARD_NAME, AWS_REGION: region = '' } = env;
  if (receiver === undefined) return {};
  const dashboard = DASHBOARD_NAME && cloudWatchUrl(region, `dashboards:name=${DASHBOARD_NAME}`);
  const logs = cloudWatchUrl(region, `logsV2:log-groups$3FlogGroupNameFilter$3D${receiver}-`); // in its own encoding: ?logGroupNameFilter=
  const headers = Object.entries({ receiver, region, dashboard, logs });
  return Object.fromEntries(headers.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
