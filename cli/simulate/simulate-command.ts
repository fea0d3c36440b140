import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../terminal/duration-option.ts';
import { createTokenOption } from '../tokens/token-option.ts';
import { scenarios } from './scenarios/scenarios.ts';
import { actionSince, type Encoding, knownVersions } from './wire/versions.ts';

/** The options of `npm run simulate`, each valid by itself. */
export interface SimulateOptions {
  readonly scenario?: string;
  /** In ms. */
  readonly live?: number;
  readonly send?: string;
  readonly id?: string;
  readonly clean?: true;
  readonly stack?: string;
  readonly json?: true;
  readonly url?: string;
  readonly ams: string;
  readonly encoding?: Encoding;
  readonly streams: number;
  readonly rate: number;
  readonly shuffle?: true;
  /** True without a percentage. */
  readonly duplicate?: number | true;
  readonly seed?: number;
  readonly retries: number;
  readonly token?: string;
  readonly compare: boolean;
}

/** The percentage of `--duplicate` without a value. */
const DUPLICATE_PERCENT = 20;

const encodingOption = new Option(
  '--encoding <encoding>',
  'the encoding of the hooks; default: json since 2.10, form before',
).choices(['form', 'json']);

const scenarioOptions = ['scenario', 'shuffle', 'duplicate'];
const liveOption = new Option(
  '--live <time>',
  'streams that send heartbeats in real time for this long, such as 10m, then end',
)
  .argParser(parseDuration)
  .conflicts(scenarioOptions);
const sendOption = new Option('--send <action>', 'one hook with this action, such as liveStreamEnded')
  .choices(Object.keys(actionSince))
  .conflicts([...scenarioOptions, 'live', 'clean', 'stack']);

const examples = `
Scenarios: ${Object.keys(scenarios).join(', ')}, all;
           authorise, which is not among all: it sends no hooks, but asks who may publish
Versions: ${knownVersions}

Examples:
  npm run simulate                                       every scenario once, to the receiver on this machine
  npm run simulate -- --scenario room,crash --streams 5  five copies of two scenarios
  npm run simulate -- --scenario silent                  heartbeats that stop: the receiver presumes the end later
  npm run simulate -- --scenario authorise               asks as the media server does, with temporary keys
  npm run simulate -- --ams 2.8                          as an old server: form encoding, no timestamps
  npm run simulate -- --shuffle --duplicate --seed 7     out of order, a fifth of them twice, reproducible
  npm run simulate -- --live 10m --streams 8             eight live streams for ten minutes, or until Ctrl-C: the
                                                         third is slow, the fourth fails, the sixth falls silent
  npm run simulate -- --send liveStreamEnded --id cam-1  one hook
  npm run simulate -- --clean                            deletes all simulated streams, except those of --send:
                                                         for these, npm run streams -- forget APP/ID
  npm run simulate -- --retries 3 --url https://HOST/hooks/LiveApp/TOKEN

Afterwards the read API is compared with the hooks. The exit code is 1 when it differs, or when a hook was not
answered 200. An end that the receiver has presumed meanwhile is expected if it is at the time of the last heartbeat.
If the first hook is refused (a wrong token or path), no other hook is sent.
The scenario authorise makes keys, prints a table of what is allowed and refused, and revokes them. The exit code is 1
when an answer differs. It needs access to the tables, as --clean does. What is refused is counted, and announced.
--clean sends no hooks, unless --scenario or --live is given: then it cleans up afterwards. It needs access to the
tables: those of this machine, or with --stack those of a deployed stack.`;

/** Creates the command line of `npm run simulate`. */
export function createSimulateCommand(): Command {
  const command = new Command('npm run simulate --')
    .usage('[options]')
    .description(
      'Simulates Ant Media Server: sends the webhooks of typical lifecycles, byte for byte as the server does.',
    );
  return addServerOptions(addActionOptions(command))
    .addHelpText('after', examples)
    .showHelpAfterError('See npm run simulate -- --help');
}

/** Adds the options that select what is done. */
function addActionOptions(command: Command): Command {
  return command
    .option('--scenario <names>', 'one scenario, several (a,b), or all (default: all)')
    .addOption(liveOption)
    .addOption(sendOption)
    .option('--id <id>', 'with --send: the stream, the room, or the host of the server')
    .option('--clean', 'delete all simulated streams and servers, of earlier runs too, except those of --send')
    .option(
      '--stack <name>',
      'with --clean or --scenario authorise: the name of a deployed stack (AWS credentials and region as usual)',
    )
    .option('--json', 'JSON output');
}

/** Adds the options that select the simulated server and the receiver. */
function addServerOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the webhook URL; default: that of the receiver on this machine')
    .option('--ams <version>', 'the version to simulate; 2.8 means its last patch', '2.17.1')
    .addOption(encodingOption)
    .option('--streams <count>', 'copies of each scenario', parseIntegerFrom(1), 1)
    .option('--rate <hooks>', 'hooks per second', parsePositive, 50)
    .option('--shuffle', 'send in random order')
    .option(
      '--duplicate [percent]',
      `send this percentage of hooks twice (${DUPLICATE_PERCENT} without a value)`,
      parsePercent,
    )
    .option('--seed <number>', 'random seed, for reproducible runs', parseIntegerFrom(0))
    .option(
      '--retries <count>',
      'retries, 1 s apart, of a hook that is not answered 200 within 2 s',
      parseIntegerFrom(0),
      0,
    )
    .addOption(createTokenOption("that of this machine's receiver, otherwise that of the URL"))
    .option('--no-compare', 'do not compare the read API afterwards');
}

/** Returns the percentage of `--duplicate`, which may have no value. */
export function duplicatePercent({ duplicate }: SimulateOptions): number {
  return duplicate === true ? DUPLICATE_PERCENT : (duplicate ?? 0);
}

/** Returns a parser of an option that is an integer of at least `min`. */
export function parseIntegerFrom(min: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number(text) >= min) return Number(text);
    throw new InvalidArgumentError(`Received "${text}", expected a whole number from ${min} on.`);
  };
}

/** Parses an option that is a number above 0. */
export function parsePositive(text: string): number {
  if (Number(text) > 0 && Number.isFinite(Number(text))) return Number(text);
  throw new InvalidArgumentError(`Received "${text}", expected a number above 0.`);
}

/** Parses an option that is a percentage. */
export function parsePercent(text: string): number {
  if (text.trim() !== '' && Number(text) >= 0 && Number(text) <= 100) return Number(text);
  throw new InvalidArgumentError(`Received "${text}", expected a number from 0 to 100.`);
}
