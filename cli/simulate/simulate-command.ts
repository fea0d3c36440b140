import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../terminal/duration-option.ts';
import { createTokenOption } from '../tokens/token-option.ts';
import { scenarios } from './scenarios/scenarios.ts';
import { actionSince, type Encoding, knownVersions } from './wire/versions.ts';

/** The options of `npm run simulate` as they are typed, each readable by itself. */
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

/** How many of a hundred hooks are sent twice when no other percentage is named. */
const DUPLICATE_PERCENT = 20;

const encodingOption = new Option('--encoding <encoding>', 'default: json from 2.10 on, form before').choices([
  'form',
  'json',
]);

const scenarioOptions = ['scenario', 'shuffle', 'duplicate'];
const liveOption = new Option('--live <time>', 'streams that beat in real time for so long, such as 10m; then they end')
  .argParser(parseDuration)
  .conflicts(scenarioOptions);
const sendOption = new Option('--send <action>', 'one hook, of an action such as liveStreamEnded')
  .choices(Object.keys(actionSince))
  .conflicts([...scenarioOptions, 'live', 'clean', 'stack']);

const examples = `
Scenarios: ${Object.keys(scenarios).join(', ')}, all
Versions: ${knownVersions}

Examples:
  $ npm run simulate                                       every scenario once, to the receiver of this machine
  $ npm run simulate -- --scenario room,crash --streams 5  five copies of two scenarios
  $ npm run simulate -- --ams 2.8                          as an old server: form, and no timestamps
  $ npm run simulate -- --shuffle --duplicate --seed 7     out of order, a fifth of it twice, the same each time
  $ npm run simulate -- --live 10m --streams 3             three streams that beat for ten minutes, or until Ctrl-C
  $ npm run simulate -- --send liveStreamEnded --id cam-1  one hook
  $ npm run simulate -- --clean                            forgets what all of these left, but for --send:
                                                           there npm run streams -- forget APP/ID
  $ npm run simulate -- --retries 3 --url https://HOST/hooks/LiveApp/TOKEN

Afterwards the read API is asked whether it says what was sent. The exit code is 1 when it does not,
or when a hook was not answered 200. Where the first hook is refused (a wrong token or path), no other is sent.
--clean alone plays nothing; with --scenario or --live it plays first. It needs the tables: of this machine, or with
--stack those of a deployed stack.`;

/** The command line of `npm run simulate`. */
export function createSimulateCommand(): Command {
  return new Command('npm run simulate --')
    .usage('[options]')
    .description('Plays Ant Media Server: sends the webhooks of typical lifecycles, byte for byte as the server does.')
    .option('--scenario <names>', 'what happens: one scenario, several (a,b), or all (default: all)')
    .addOption(liveOption)
    .addOption(sendOption)
    .option('--id <id>', 'with --send: the stream, the room, or the host of the server that the hook is about')
    .option('--clean', 'forget every stream and server that was simulated, whenever that was; but for --send')
    .option('--stack <name>', 'with --clean: the deployed stack of this name (AWS credentials and region as usual)')
    .option('--json', 'for machines')
    .option('--url <url>', 'the webhook URL; default: the receiver that runs on this machine')
    .option('--ams <version>', "whose fields and encodings are sent; 2.8 is 2.8's last patch", '2.17.1')
    .addOption(encodingOption)
    .option('--streams <count>', 'copies of each scenario', parseIntegerFrom(1), 1)
    .option('--rate <hooks>', 'hooks a second', parsePositive, 50)
    .option('--shuffle', 'send in a random order')
    .option('--duplicate [percent]', `send some hooks twice (${DUPLICATE_PERCENT} of 100, unless named)`, parsePercent)
    .option('--seed <number>', 'random seed, for reproducible runs', parseIntegerFrom(0))
    .option('--retries <count>', 'send again, 1 s later, what is not answered 200 within 2 s', parseIntegerFrom(0), 0)
    .addOption(createTokenOption("this machine's own, else that of the URL"))
    .option('--no-compare', 'do not ask the read API afterwards')
    .addHelpText('after', examples)
    .showHelpAfterError('See npm run simulate -- --help');
}

/** The percentage behind `--duplicate`, which may stand alone. */
export function duplicatePercent({ duplicate }: SimulateOptions): number {
  return duplicate === true ? DUPLICATE_PERCENT : (duplicate ?? 0);
}

/** Reads an option that is a whole number. */
export function parseIntegerFrom(min: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number(text) >= min) return Number(text);
    throw new InvalidArgumentError(`Received "${text}", expected a whole number from ${min} on.`);
  };
}

/** Reads an option that is a number above 0. */
export function parsePositive(text: string): number {
  if (Number(text) > 0 && Number.isFinite(Number(text))) return Number(text);
  throw new InvalidArgumentError(`Received "${text}", expected a number above 0.`);
}

/** Reads an option that is a percentage. */
export function parsePercent(text: string): number {
  if (text.trim() !== '' && Number(text) >= 0 && Number(text) <= 100) return Number(text);
  throw new InvalidArgumentError(`Received "${text}", expected a number from 0 to 100.`);
}
