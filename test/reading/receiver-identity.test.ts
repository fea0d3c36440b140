import { describe, expect, it, test } from 'vitest';
import { read } from '../../lambda/reading/read.ts';
import { cloudWatchUrl, identityFromEnv } from '../../lambda/reading/receiver-identity.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { gatewayEvent } from '../gateway-event.builder.ts';
import { useEngine } from '../table/engine.ts';
import { createReader } from './read-as-api-gateway.ts';

const engine = useEngine();

const stack = { STACK_NAME: 'Studio-2', DASHBOARD_NAME: 'Studio-2-eu-west-1', AWS_REGION: 'eu-west-1' };

describe('cloudWatchUrl', () => {
  it.each([
    ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#page'],
    ['me-central-1', 'https://me-central-1.console.aws.amazon.com/cloudwatch/home?region=me-central-1#page'],
    ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#page'],
    ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#page'],
    ['eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/cloudwatch/home?region=eusc-de-east-1#page'],
    ['us-iso-east-1', undefined],
    ['us-isob-east-1', undefined],
    ['eu-isoe-west-1', undefined],
    ['', undefined],
  ])('is of the console of the partition of %s', (region, url) => expect(cloudWatchUrl(region, 'page')).toBe(url));
});

describe('identityFromEnv', () => {
  const console = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#';

  it('names the stack and its region, and links its dashboard and its log groups', () =>
    expect(identityFromEnv(stack)).toEqual({
      receiver: 'Studio-2',
      region: 'eu-west-1',
      dashboard: `${console}dashboards:name=Studio-2-eu-west-1`,
      logs: `${console}logsV2:log-groups$3FlogGroupNameFilter$3DStudio-2-`,
    }));

  it('has no links where no console is known', () =>
    expect(identityFromEnv({ ...stack, AWS_REGION: 'us-iso-east-1' })).toEqual({
      receiver: 'Studio-2',
      region: 'us-iso-east-1',
    }));

  it('is nothing while an update has deployed only the code', () =>
    expect(identityFromEnv({ AWS_REGION: 'eu-west-1' })).toEqual({}));
});

describe('the receiver', () => {
  const identity = identityFromEnv(stack);
  const names = Object.keys(identity);

  test('is named in the answer of the counts alone', async () => {
    const request = await createReader(engine(), Date.now(), '*', { identity });
    const { headers } = await request('/counts');
    expect(headers).toMatchObject(identity);
    expect((await request('/streams')).headers).not.toHaveProperty('receiver');
  });

  test('is not named without a token that may read', async () => {
    const deps = {
      ...engine(),
      tokenCache: new TokenCache(5_000),
      options: { byDay: true, recordingUrl: '', playUrl: '', identity },
      page: { statusCode: 200 },
      description: { statusCode: 200 },
      log: (error: unknown) => expect.fail(String(error)),
    };
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
      const answer = await read(gatewayEvent({ path: '/counts', headers }), deps);
      expect(answer.statusCode).toBe(401);
      expect(Object.keys(answer.headers ?? {}).filter((name) => names.includes(name))).toEqual([]);
      expect(JSON.stringify(answer)).not.toContain('Studio-2');
    }
  });
});
