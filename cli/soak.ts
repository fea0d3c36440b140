import '../terminal/sdk-warnings.ts';
import { detectTerminal, runCommand } from '../terminal/run-command.ts';
import { startOwnReceiver } from './soak/own-receiver.ts';
import { runSoak, type SoakTarget } from './soak/run-soak.ts';
import { createSoakCommand, type SoakOptions } from './soak/soak-command.ts';
import { formatReport } from './soak/soak-report.ts';
import { resolveToken } from './tokens/token-option.ts';

await runCommand(createSoakCommand().action(runSoakCommand));

async function runSoakCommand(options: SoakOptions): Promise<void> {
  const { minutes, streams, rate, url } = options;
  console.log(
    `Simulating Ant Media Server for ${minutes} min: ${streams} concurrent streams, ${rate} hooks per second`,
  );
  const token = resolveToken(options);
  if (url !== undefined)
    return runAndReport(
      { ...options, ...(token !== undefined && { token }) },
      { url, readMemory: async () => undefined },
    );
  const receiver = await startOwnReceiver();
  try {
    await runAndReport(options, receiver);
  } finally {
    await receiver.stop();
  }
}

async function runAndReport(options: SoakOptions, target: SoakTarget): Promise<void> {
  console.log(`to ${URL.canParse(target.url) ? new URL(target.url).origin : target.url}\n`);
  const tally = await runSoak(options, target, (line) => console.log(line));
  console.log(`\n${formatReport(tally, detectTerminal())}`);
  process.exitCode = tally.isSuccessful ? 0 : 1;
}
