// A process of its own, run by the Node of Lambda: loads a bundle as Lambda does, and lets it handle its first hook.
// Writes what that took, in ms, to the file descriptor 3. Plain JavaScript: a loader would be measured too.
const [file = '', event = ''] = process.argv.slice(2);
const hook = JSON.parse(event);
const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
const context = {
  functionName: 'receiver',
  functionVersion: '$LATEST',
  memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:receiver',
  awsRequestId: 'bench',
  getRemainingTimeInMillis: () => 3_000,
};
// What is loaded here is not loaded by the bundle: so nothing is imported, and `performance` not asked.
const elapsed = () => Number(process.hrtime.bigint()) / 1e6;

const [began, cpuBegan] = [elapsed(), process.cpuUsage()];
const { handler } = file.endsWith('.mjs') ? await import(file) : require(file);
const loaded = elapsed();
const { statusCode, body } = await handler(hook, context);
const [ended, cpu] = [elapsed(), process.cpuUsage(cpuBegan)];

if (statusCode !== 200) throw new Error(`${file}: received ${statusCode} ${body}, expected 200.`);
const took = { loadMs: loaded - began, wallMs: ended - began, cpuMs: (cpu.user + cpu.system) / 1000 };
process.getBuiltinModule('node:fs').writeSync(3, JSON.stringify(took));
process.exit(); // it keeps its connections
