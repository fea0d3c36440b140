import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('the app', () => {
  it('answers a setting that it cannot accept with one line', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lib/app.ts'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ memory: 'abc' }) }, // as the CLI hands it over
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Setting memory: received "abc", expected a whole number from 128 to 10240. ' +
        'Change it in cdk.json or with -c memory=VALUE, or leave it out for "512".\n',
    });
  });
});
