import { type CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';

/** CloudWatch has a value some minutes late. */
const LOOKBACK_MS = 600_000;

/** Returns the age of the oldest write that the announcer had not announced, in ms, as of its newest value; null without any. */
export async function readAnnouncerAge(client: CloudWatchClient, functionName: string): Promise<number | null> {
  const now = Date.now();
  const command = new GetMetricStatisticsCommand({
    Namespace: 'AWS/Lambda',
    MetricName: 'IteratorAge',
    Dimensions: [{ Name: 'FunctionName', Value: functionName }],
    StartTime: new Date(now - LOOKBACK_MS),
    EndTime: new Date(now),
    Period: 60,
    Statistics: ['Maximum'],
  });
  const { Datapoints = [] } = await client.send(command);
  const [newest] = Datapoints.sort((a, b) => (b.Timestamp?.getTime() ?? 0) - (a.Timestamp?.getTime() ?? 0));
  return newest?.Maximum ?? null;
}
