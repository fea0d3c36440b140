import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { createSoakCommand } from '../../../cli/soak/soak-command.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { run, start } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { startSlowReceiver } from './slow-receiver.ts';

/** On the disk, where a busy machine can defer events: in memory, it would answer hooks 503. */
const dataDir = useTempFolder('soaked');
const receiver = useReceiver(dataDir);

/** One copy of each scenario, at a rate for a busy machine: a round takes about 3 s. */
const shortRun = ['--minutes', '0.04', '--streams', '17', '--rate', '40'];

/** The same at a rate for three at a time. */
const slowRun = [...shortRun, '--rate', '15'];

const soakFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('soak-'));

/** Runs a soak whose hooks must all be answered. Where the machine is too busy to answer them in time, the test is run again. */
async function runAnswered(args: readonly string[], env?: NodeJS.ProcessEnv) {
  const result = await run('soak', args, env);
  const late = /failed: (no answer within|status 503).*/.exec(result.stdout);
  if (late) throw new Error(`held up for too long: ${late[0]}`);
  return result;
}

/** Returns the number in a row of the table. */
function numberIn(stdout: string, row: string): number {
  return Number(new RegExp(`^${row} +(-?\\d+)`, 'm').exec(stdout)?.[1]);
}

describe('a soak of its own receiver', () => {
  test('runs rounds on its own receiver, reports the results, and leaves no folder', async () => {
    const before = soakFolders();
    const { code, stdout, stderr } = await runAnswered([...shortRun, '--duplicate', '30'], {
      STREAMS_TOKEN: 'elsewhere',
    });
    const firstRound = /^\d\d:\d\d:\d\d {2}round 1 {2}\d+ hooks in .* s {2}0 failed {2}0 of 17 streams wrong {2}p50 /m;
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(firstRound) });
    const words = ['recorded', 'duplicate', 'late', 'deferred']; // the last on a busy machine
    const outcomes = words.map((outcome) => numberIn(stdout, `  ${outcome}`) || 0);
    expect(numberIn(stdout, 'Hooks')).toBe(outcomes.reduce((sum, count) => sum + count));
    expect(numberIn(stdout, 'Answered 200')).toBe(numberIn(stdout, 'Hooks'));
    expect(numberIn(stdout, 'Compared')).toBe(17 * numberIn(stdout, 'Rounds'));
    expect(numberIn(stdout, 'Memory at the start')).toBeGreaterThan(10);
    const growth = numberIn(stdout, '  at the end') - numberIn(stdout, '  after warm-up'); // rounded to MiB: may be 1 off
    if (numberIn(stdout, 'Rounds') === 1) expect(stdout).toMatch(/^ {2}growth since warm-up +not known$/m);
    else expect(Math.abs(numberIn(stdout, '  growth since warm-up') - growth)).toBeLessThanOrEqual(1);
    expect(soakFolders()).toEqual(before);
  });

  test('leaves no receiver and no folder when it is stopped', async () => {
    const before = soakFolders();
    const { child, output, ended } = start('soak', shortRun);
    while (!output.stdout.includes('to http://')) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(1);
    const url = /^to (\S+)$/m.exec(output.stdout)?.[1] ?? '';
    await expect(fetch(url)).rejects.toThrow();
    expect(soakFolders()).toEqual(before);
  });
});

describe.concurrent('a soak of another receiver', () => {
  test('reports its memory as not known', async () => {
    const { code, stdout } = await runAnswered([...slowRun, `--url=${receiver.url}/hooks/LiveApp/${receiver.token}`]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Memory +not known$/m) });
    expect(stdout).not.toContain(receiver.token);
  });

  test('waits for deferred events before it compares', async (context) => {
    const slow = await startSlowReceiver(context, receiver.url, 1_500);
    const { code, stdout } = await runAnswered([...slowRun, `--url=${slow}/hooks/LiveApp/${receiver.token}`]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^ {2}deferred +\d+$/m) });
    expect(numberIn(stdout, 'Wrong')).toBe(0);
  });
});

describe.concurrent('a soak exits with code 1', () => {
  test('after a round when nothing answers, and does not print the token', async () => {
    const { code, stdout } = await run('soak', [
      '--streams=17',
      '--rate=500',
      '--url=http://127.0.0.1:9/hooks/A/s3cr3t',
    ]);
    expect(code).toBe(1);
    expect(numberIn(stdout, 'Rounds')).toBe(1);
    expect(stdout).toMatch(/^ {2}failed: connection refused.* +\d+$/m);
    expect(stdout).toContain('No hook was answered 200');
    expect(stdout).not.toContain('s3cr3t');
  });

  test('when the token may not read', async () => {
    const url = `--url=${receiver.url}/hooks/LiveApp/${receiver.token}`;
    const { code, stdout } = await run('soak', [...slowRun, url], { STREAMS_TOKEN: 'none' });
    expect(code).toBe(1);
    expect(stdout).toContain('Not compared with the read API: the token was refused (401)');
  });

  test('when the read API knows no stream', async (context) => {
    const forgetful = await startSlowReceiver(context, receiver.url, Number.POSITIVE_INFINITY, 'recorded');
    const { code, stdout } = await run('soak', [...slowRun, `--url=${forgetful}/hooks/LiveApp/${receiver.token}`]);
    expect(code).toBe(1);
    expect(numberIn(stdout, 'Wrong')).toBeGreaterThanOrEqual(12);
    expect(stdout).toMatch(/stream: expected recording-\S+, found not found/);
  });

  test('in one line, without the token, when the URL is not one of this project', async () => {
    const { code, stderr } = await run('soak', ['--url=https://example.com/s3cr3t']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^--url: expected a webhook URL of this project, .*\n$/);
    expect(stderr).not.toContain('s3cr3t');
  });
});

test.each(['--minutes=0', '--streams=1.5', '--rate=-1', '--duplicate=101'])('the option %s is refused', (option) => {
  const command = createSoakCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  expect(() => command.parse([option], { from: 'user' })).toThrow('expected a');
});

test('npm run soak prints help with examples', async () => {
  expect(await run('soak', ['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Examples:') });
});
