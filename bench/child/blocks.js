// A process of its own, run by the Node of Lambda: loads a bundle, is given hooks, and handles them one after the other
// each time that it is told to. Answers what a block of them took, in ms. Plain JavaScript: a loader would be measured too.
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

/** What handles each hook, once the hooks are known. */
let turns = [];

process.on('message', async (hooks) => {
  if (hooks !== 'again') turns = await turnsOf(hooks);
  const [began, cpuBegan] = [process.hrtime.bigint(), process.cpuUsage()];
  for (const turn of turns) await turn();
  const { user, system } = process.cpuUsage(cpuBegan);
  process.send({ wallMs: Number(process.hrtime.bigint() - began) / 1e6, cpuMs: (user + system) / 1000 });
});
process.on('disconnect', () => process.exit());

/** A bundle handles hooks, or prepares what it does for each. */
async function turnsOf(hooks) {
  if (bundle.prepare) return bundle.prepare(hooks);
  return hooks.map((hook) => async () => {
    hook.requestContext.timeEpoch = Date.now(); // it arrives now, each time
    const { statusCode, body } = await bundle.handler(hook, context);
    if (statusCode !== 200) throw new Error(`${file}: received ${statusCode} ${body}, expected 200.`);
  });
}
