import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { root } from '../command.ts';

describe('the app', () => {
  it.each([
    {
      context: { memory: 'abc' },
      line:
        'Setting memory: received "abc", expected a whole number from 128 to 10240. ' +
        'Change it in cdk.json or with -c memory=VALUE, or leave it out for "512".',
    },
    {
      context: { replicaRegions: 'eu-west-1' },
      line:
        'Setting replicaRegions: received "eu-west-1" for a stack in eu-west-1, expected other regions only. ' +
        'Remove eu-west-1 from the list.',
    },
  ])('answers a setting that it cannot accept with one line: $context', ({ context, line }) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lib/app.ts'], {
      cwd: root,
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_DEFAULT_REGION: 'eu-west-1' }, // as the CLI hands them over
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: `${line}\n` });
  });
});
