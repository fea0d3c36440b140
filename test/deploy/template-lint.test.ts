import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exec } from '../exec.ts';
import { runCdk } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { installPythonProgram } from './python.ts';

/** The rule about a DependsOn beside a GetAtt that already implies it; CDK writes both. */
const REDUNDANT_DEPENDS_ON = 'W3005';

describeOnAccount('cfn-lint', (endpoint) => {
  let folder: string;
  let lint: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cdk.out-'));
    lint = await installPythonProgram('cfn-lint');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    { what: 'the defaults', settings: [] },
    { what: 'no sweeper', settings: ['sweepMinutes=0'] },
    {
      what: 'every setting',
      settings: [
        'domainName=hooks.example.com',
        'certificateArn=arn:aws:acm:eu-west-1:000000000000:certificate/00000000-0000-0000-0000-000000000000',
        'replicaRegions=us-east-1,eu-central-1',
        'deletionProtection=true',
        'reservedConcurrency=50',
        'tracing=true',
        'alarmEmail=video@example.com',
        'silenceMinutes=30',
        'vpcSubnets=subnet-0a1b2c3d,subnet-0a1b2c3d4e5f67890',
        'vpcSecurityGroups=sg-0a1b2c3d4e5f67890',
        'streamAlarmEmail=studio@example.com',
        'boardUrl=https://board.example.com',
        'tags=team=video',
      ],
    },
  ])('accepts the template of $what', async ({ what, settings }) => {
    const output = join(folder, what);
    const context = settings.flatMap((setting) => ['-c', setting]);
    await runCdk(endpoint, ['synth', '--quiet', '--output', output, ...context]);
    const template = join(output, 'AntMediaWebhooks.template.json');
    expect(await exec(lint, ['--ignore-checks', REDUNDANT_DEPENDS_ON, '--', template])).toBe('');
  });
});
