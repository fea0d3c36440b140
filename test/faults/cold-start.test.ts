import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bundleOf } from '../bundle.ts';
import { command } from '../command.ts';
import { lambdaNode } from '../deploy/lambda-node.ts';

/** Whatever a cold start takes comes before the handler's first line, from which the time of an answer is counted. */
const MOST_CPU_MS = 300;
/** The least of so many tells what it takes on a machine that does something else too. */
const STARTS = 7;

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a process that is ready to call the handler, and tells what it has used, in ms of CPU. */
const script = `
const { handler } = await import(process.argv[1]);
if (typeof handler !== 'function') throw new Error('expected a handler');
const { user, system } = process.cpuUsage();
console.log((user + system) / 1000);`;

const env = {
  STREAMS_TABLE: 'streams',
  TOKENS_TABLE: 'tokens',
  HISTORY_DAYS: '30',
  KEEP_HEARTBEATS: 'false',
  ALLOW_LIST: '',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
};

test(`the deployed receiver takes at most ${MOST_CPU_MS} ms of CPU until its first line`, async () => {
  const { file } = bundleOf('receiver', folder);
  const node = join(await lambdaNode(), 'node');
  const args = ['--input-type=module', '--eval', script, pathToFileURL(file).href];
  const taken: number[] = [];
  for (let n = 0; n < STARTS; n++) taken.push(Number(await command(node, args, { env })));
  console.log(`cold start: ${taken.map((ms) => Math.round(ms)).join(', ')} ms of CPU`);
  expect(Math.min(...taken)).toBeLessThan(MOST_CPU_MS);
});
