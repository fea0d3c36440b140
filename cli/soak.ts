import '../terminal/sdk-warnings.ts';
import { detectTerminal, runCommand } from '../terminal/run-command.ts';
import { startOwnReceiver } from './soak/own-receiver.ts';
import { runSoak, type SoakTarget } from './soak/run-soak.ts';
import { createSoakCommand, type SoakOptions } from './soak/soak-command.ts';
import { formatReport } from './soak/soak-report.ts';
import { resolveToken } from './tokens/token-option.ts';

await runCommand(createSoakCommand().action(runCommandLine));

async function runCommandLine(options: SoakOptions): Promise<void> {
  const { minutes, streams, rate, url } = options;
  console.log(`Ant Media Server plays for ${minutes} min, ${streams} streams at a time, ${rate} hooks a second`);
  const token = resolveToken(options);
  if (url !== undefined)
    return soakTarget(
      { ...options, ...(token !== undefined && { token }) },
      { url, readMemory: async () => undefined },
    );
  const receiver = await startOwnReceiver();
  try {
    await soakTarget(options, receiver);
  } finally {
    await receiver.stop();
  }
}

async function soakTarget(options: SoakOptions, target: SoakTarget): Promise<void> {
  console.log(`to ${URL.canParse(target.url) ? new URL(target.url).origin : target.url}\n`);
  const tally = await runSoak(options, target, (line) => console.log(line));
  console.log(`\n${formatReport(tally, detectTerminal())}`);
  process.exitCode = tally.isSuccessful ? 0 : 1;
}
