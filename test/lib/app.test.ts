import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../exec.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const folder = useTempFolder('app');

interface AppInput {
  readonly context?: Record<string, unknown>;
  readonly settings?: Record<string, unknown>;
  readonly cdkJson?: Record<string, unknown>;
  readonly home?: Record<string, unknown>;
}

/** Runs the app as the CDK CLI does, in a folder with these files. */
function runApp({ context = {}, settings = {}, cdkJson = {}, home = {} }: AppInput) {
  const cwd = mkdtempSync(join(folder, 'project-'));
  const write = (name: string, json: unknown) => writeFileSync(join(cwd, name), JSON.stringify(json));
  write('settings.json', settings);
  write('cdk.json', { context: cdkJson });
  write('.cdk.json', { context: home });
  const outdir = join(cwd, 'cdk.out');
  const file = join(cwd, 'settings.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, 'lib/app.ts')],
    {
      cwd,
      env: {
        ...process.env,
        HOME: cwd,
        SETTINGS: file,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...home, ...cdkJson, ...context }),
        CDK_DEFAULT_REGION: 'eu-west-1',
      },
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr, outdir, file };
}

describe('the app', () => {
  it.each([
    {
      what: 'passed with -c',
      input: { context: { memory: 'abc' } },
      line:
        'Setting memory: received "abc", expected a whole number from 128 to 10240. ' +
        'Change it in FILE or with -c memory=VALUE, or remove it for the default "512".',
    },
    {
      what: 'in the file',
      input: { settings: { replicaRegions: ['eu-west-1'] } },
      line:
        'Setting replicaRegions: received "eu-west-1" for a stack in eu-west-1, expected other regions only. ' +
        'Remove eu-west-1 from the list.',
    },
  ])('reports an invalid setting in one line: $what', ({ input, line }) => {
    const { file, ...result } = runApp(input);
    expect(result).toMatchObject({ status: 1, stdout: '', stderr: `${line.replace('FILE', file)}\n` });
  });

  it('reads settings from its file and from CDK’s files, with a hint to move the latter; -c overrides both', () => {
    const passed = { memory: '300' };
    const { status, stderr, outdir } = runApp({
      settings: { stackName: 'Mine', memory: 200 },
      cdkJson: { throttleRate: 7 },
      home: { throttleBurst: 8 },
      context: passed,
    });
    expect(stderr.split('\n').filter((line) => line.startsWith('Settings'))).toEqual([
      expect.stringMatching(
        /^Settings in .*\.cdk\.json and cdk\.json still apply, .* Move them there: \{"throttleBurst":8,"throttleRate":7\}$/,
      ),
    ]);
    expect(status).toBe(0);
    const template = readFileSync(join(outdir, 'Mine.template.json'), 'utf8');
    for (const expected of ['"MemorySize": 300', '"ThrottlingRateLimit": 7', '"ThrottlingBurstLimit": 8'])
      expect(template).toContain(expected);
  });
});
