import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../exec.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const folder = useTempFolder('app');

interface Given {
  readonly context?: Record<string, unknown>;
  readonly settings?: Record<string, unknown>;
  readonly cdkJson?: Record<string, unknown>;
  readonly home?: Record<string, unknown>;
}

/** Runs the app as the CLI does, in a folder with these files. */
function runApp({ context = {}, settings = {}, cdkJson = {}, home = {} }: Given) {
  const cwd = mkdtempSync(join(folder, 'project-'));
  const write = (name: string, json: unknown) => writeFileSync(join(cwd, name), JSON.stringify(json));
  write('chosen.json', settings);
  write('cdk.json', { context: cdkJson });
  write('.cdk.json', { context: home });
  const outdir = join(cwd, 'cdk.out');
  const file = join(cwd, 'chosen.json');
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
      what: 'typed',
      given: { context: { memory: 'abc' } },
      line:
        'Setting memory: received "abc", expected a whole number from 128 to 10240. ' +
        'Change it in FILE or with -c memory=VALUE, or leave it out for "512".',
    },
    {
      what: 'in the file',
      given: { settings: { replicaRegions: ['eu-west-1'] } },
      line:
        'Setting replicaRegions: received "eu-west-1" for a stack in eu-west-1, expected other regions only. ' +
        'Remove eu-west-1 from the list.',
    },
  ])('answers a setting that it cannot accept with one line: $what', ({ given, line }) => {
    const { file, ...said } = runApp(given);
    expect(said).toMatchObject({ status: 1, stdout: '', stderr: `${line.replace('FILE', file)}\n` });
  });

  it('takes settings from its file, from the files of CDK with a word about it, and from what was typed before all', () => {
    const typed = { memory: '300' };
    const { status, stderr, outdir } = runApp({
      settings: { stackName: 'Mine', memory: 200 },
      cdkJson: { throttleRate: 7 },
      home: { throttleBurst: 8 },
      context: typed,
    });
    expect(stderr.split('\n').filter((line) => line.startsWith('Settings'))).toEqual([
      expect.stringMatching(
        /^Settings in .*\.cdk\.json and cdk\.json still count, .* Move them there: \{"throttleBurst":8,"throttleRate":7\}$/,
      ),
    ]);
    expect(status).toBe(0);
    const template = readFileSync(join(outdir, 'Mine.template.json'), 'utf8');
    for (const chosen of ['"MemorySize": 300', '"ThrottlingRateLimit": 7', '"ThrottlingBurstLimit": 8'])
      expect(template).toContain(chosen);
  });
});
