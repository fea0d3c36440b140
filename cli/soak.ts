import '../terminal/sdk-warnings.ts';
import { lookOf, runCommand } from '../terminal/run-command.ts';
import { startOwn } from './soak/own-receiver.ts';
import { soak, type Target } from './soak/run-soak.ts';
import { commandOf, type Typed } from './soak/soak-command.ts';
import { report } from './soak/soak-report.ts';
import { tokenOf } from './tokens/token-option.ts';

await runCommand(commandOf().action(run));

async function run(typed: Typed): Promise<void> {
  const { minutes, streams, rate, url } = typed;
  console.log(`Ant Media Server plays for ${minutes} min, ${streams} streams at a time, ${rate} hooks a second`);
  const token = tokenOf(typed);
  if (url !== undefined)
    return play({ ...typed, ...(token !== undefined && { token }) }, { url, memory: async () => undefined });
  const receiver = await startOwn();
  try {
    await play(typed, receiver);
  } finally {
    await receiver.end();
  }
}

async function play(typed: Typed, target: Target): Promise<void> {
  console.log(`to ${URL.canParse(target.url) ? new URL(target.url).origin : target.url}\n`);
  const tally = await soak(typed, target, (line) => console.log(line));
  console.log(`\n${report(tally, lookOf())}`);
  process.exitCode = tally.isClean ? 0 : 1;
}
