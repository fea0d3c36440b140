// A process that Lambda's version of Node runs: it loads a bundle, receives hooks, and handles them one after the other
// on each message. It reports the time of the block, in ms. Plain JavaScript, because a loader would be measured too.
import { createRequire } from 'node:module';

const [file = ''] = process.argv.slice(2);
const bundle = file.endsWith('.mjs') ? await import(file) : createRequire(import.meta.url)(file);
const context = {
  functionName: 'receiver',
  functionVersion: '$LATEST',
  memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:receiver',
  awsRequestId: 'bench',
  getRemainingTimeInMillis: () => 3_000,
};

/** One function for each hook. */
let calls = [];

process.on('message', async (hooks) => {
  if (hooks !== 'again') calls = await prepareCalls(hooks);
  const [began, cpuBegan] = [process.hrtime.bigint(), process.cpuUsage()];
  for (const call of calls) await call();
  const { user, system } = process.cpuUsage(cpuBegan);
  process.send({ wallMs: Number(process.hrtime.bigint() - began) / 1e6, cpuMs: (user + system) / 1000 });
});
process.on('disconnect', () => process.exit());

/** A bundle exports a handler of hooks, or a function that prepares the calls itself. */
async function prepareCalls(hooks) {
  if (bundle.prepare) return bundle.prepare(hooks);
  return hooks.map((hook) => async () => {
    hook.requestContext.timeEpoch = Date.now() - (hook.ageMs ?? 0); // it arrives now, or so long ago
    const { statusCode, body } = await bundle.handler(hook, context);
    if (statusCode !== 200) throw new Error(`${file}: received ${statusCode} ${body}, expected 200.`);
  });
}
