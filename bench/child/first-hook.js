// A process that Lambda's version of Node runs: it loads a bundle as Lambda does and lets it handle its first hook.
// It writes the times, in ms, to file descriptor 3. Plain JavaScript, because a loader would be measured too.
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
// A module loaded here would not count for the bundle, so nothing is imported and `performance` is not used.
const elapsed = () => Number(process.hrtime.bigint()) / 1e6;

const [began, cpuBegan] = [elapsed(), process.cpuUsage()];
const { handler } = file.endsWith('.mjs') ? await import(file) : require(file);
const loaded = elapsed();
const { statusCode, body } = await handler(hook, context);
const [ended, cpu] = [elapsed(), process.cpuUsage(cpuBegan)];

if (statusCode !== 200) throw new Error(`${file}: received ${statusCode} ${body}, expected 200.`);
const times = { loadMs: loaded - began, wallMs: ended - began, cpuMs: (cpu.user + cpu.system) / 1000 };
process.getBuiltinModule('node:fs').writeSync(3, JSON.stringify(times));
process.exit(); // its connections stay open
