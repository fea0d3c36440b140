import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { SOURCE } from '../lambda/announcing/announcement.ts';
import { formatRegistrationWake } from '../lambda/notifying/notifier-message.ts';
import { Outbox } from '../lambda/notifying/outbox/outbox.ts';
import type { Recipient } from '../lambda/notifying/recipients/recipient.ts';
import { recipientParameter } from '../lambda/notifying/recipients/recipient-parameter.ts';
import { formatRecipient } from '../lambda/notifying/recipients/registered-recipient.ts';
import { TEST_DETAIL_TYPE, TEST_SOURCE } from '../lambda/notifying/test-event.ts';
import { awsClients } from '../lib/settings/settings.ts';
import { NOTIFICATIONS_TABLE } from '../local/database/embedded-tables.ts';
import { useEnvironment } from './aws/use-environment.ts';
import { bundleOf } from './bundle.ts';
import { buildEnded, buildStarted } from './notifying/delivered-announcement.builder.ts';
import { NotifierAws } from './notifying/notifier-aws.ts';
import { buildRecipient } from './notifying/recipient.builder.ts';
import { useSinks } from './notifying/use-sinks.ts';
import { useEngine } from './table/engine.ts';
import { useTempFolder } from './use-temp-folder.ts';

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const PATH = '/AntMediaWebhooks/notify';
const BOARD_URL = 'https://board.example.com';
const HOUR_MS = 3_600_000;

const environment = useEnvironment();
const folder = useTempFolder('notifier-handler');
const engine = useEngine();
const startSink = useSinks();
const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
let aws: NotifierAws;

beforeAll(async () => {
  aws = await NotifierAws.start();
});
afterAll(() => {
  log.mockRestore();
  aws.stop();
});

const outbox = () => new Outbox(engine().notifications);
const buildEvent = (source: string, type: string, detail: object, at = Date.now()) => ({ version: '0', id: 'e', account: '0', region: 'local', resources: [], source, 'detail-type': type, time: new Date(at).toISOString(), detail }); // biome-ignore format: an event
const announced = (id: string, at = Date.now()) =>
  buildEvent(SOURCE, 'Stream Started', buildStarted({ id, at }).detail);
const testOf = (recipient: string, testId: string, at?: number) =>
  buildEvent(TEST_SOURCE, TEST_DETAIL_TYPE, { recipient, testId }, at);
const wakeOf = (recipient: string) => ({ recipient, at: Date.now() });
const registrationWakeOf = (recipient: string) => JSON.parse(formatRegistrationWake(recipient, Date.now()));

/** Registers a recipient under a name of its own. */
function register(fields: Partial<Recipient> & Pick<Recipient, 'to'>): Recipient {
  const recipient = buildRecipient(fields);
  aws.parameters.set(recipientParameter(PATH, recipient.name), formatRecipient(recipient));
  return recipient;
}

/** The values of a field in the lines of the log that have it. */
const logged = (field: string) =>
  log.mock.calls
    .map(([line]) => String(line))
    .filter((line) => line.startsWith(`{"${field}":`))
    .map((line) => JSON.parse(line)[field]);
/** The lines that the alarm counts. */
const failures = () => logged('notifyFailing');
const retries = () => logged('notifyRetried');

describe.each(awsClients)('the deployed notifier, with the client %s,', (client) => {
  let file: string;
  let loads = 0;

  /** Invokes a new process of the function with messages. Returns the indices of those that come again. */
  async function invoke(...bodies: readonly unknown[]): Promise<number[]> {
    return invokeIn(await load(), bodies);
  }

  const load = async (): Promise<Handler> => (await import(`${file}?${loads++}`)).handler;

  /** Invokes a process with messages, which it receives for the given time. */
  async function invokeIn(handler: Handler, bodies: readonly unknown[], receives = 1): Promise<number[]> {
    const until = Date.now() + 30_000;
    const attributes = { ApproximateReceiveCount: String(receives) };
    const Records = bodies.map((body, index) => ({ messageId: String(index), body: JSON.stringify(body), attributes }));
    const context = { getRemainingTimeInMillis: () => until - Date.now() };
    const { batchItemFailures } = await handler({ Records } as SQSEvent, context as Context);
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  }

  beforeAll(async () => {
    const { accessKeyId } = await engine().client.config.credentials();
    environment({
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: engine().endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      NOTIFICATIONS_TABLE,
      NOTIFY_QUEUE_URL: `${aws.url}/0/notify`,
      RECIPIENTS_PATH: PATH,
      BOARD_URL,
    });
    ({ file } = bundleOf('notifier', folder, client));
  });
  beforeEach(() => {
    aws.parameters.clear();
    aws.isDenied = false;
    aws.wakes = [];
    aws.mails = [];
    log.mockClear();
  });

  test('stores announcements for those whom they concern, and wakes each once', async () => {
    const { name } = register({ to: 'http://127.0.0.1:9/', graceMs: HOUR_MS });
    const other = register({ to: 'http://127.0.0.1:9/', app: 'Other' });
    const ended = (id: string) => buildEvent(SOURCE, 'Stream Ended', buildEnded({ id, at: Date.now() }).detail);
    const events = [ended('a'), ended('b')];
    expect(await invoke(...events)).toEqual([]);
    expect(await invoke(...events, ended('c'))).toEqual([]);
    expect(await outbox().counts(name)).toEqual({ waiting: 3, deadLetters: 0 });
    expect(await outbox().counts(other.name)).toEqual({ waiting: 0, deadLetters: 0 });
    expect(aws.wakes).toEqual([{ recipient: name, at: expect.any(Number), delaySeconds: 900 }]);
  });

  test('does a turn of one that is woken, in the envelope of the bus, and none of what waits for nobody', async () => {
    const sink = await startSink();
    const { name } = register({ to: sink.url });
    const announcement = buildStarted({ id: 'a', at: Date.now() });
    await outbox().add(name, [announcement], Date.now() - 3_000);
    expect(await invoke(wakeOf(name), wakeOf(name))).toEqual([]);
    expect(sink.posts.map(({ body }) => JSON.parse(body))).toEqual([announcement]);
    expect([await outbox().counts(name), aws.wakes]).toEqual([{ waiting: 0, deadLetters: 0 }, []]);
  });

  test('sends many commands at once without a warning of a leak', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    for (let n = 0; n < 10; n++) register({ to: 'http://127.0.0.1:9/' });
    expect(await invoke(...['a', 'b', 'c', 'd', 'e'].map((id) => announced(id)))).toEqual([]);
    expect(aws.wakes).toHaveLength(10);
    expect(warnings).toEqual([]);
  });

  test('wakes one that fails when it is to be tried again, and reports dead letters', async () => {
    const sink = await startSink(() => 500);
    const [recent, old] = [register({ to: sink.url }), register({ to: sink.url })];
    await outbox().add(recent.name, [buildStarted({ at: Date.now() })], Date.now() - 3_000);
    await outbox().add(old.name, [buildStarted({ at: Date.now() })], Date.now() - 25 * HOUR_MS);
    expect(await invoke(wakeOf(recent.name), wakeOf(old.name))).toEqual([]);
    const { retryAt } = await outbox().workers.state(recent.name);
    expect(aws.wakes.find(({ recipient }) => recipient === recent.name)?.at).toBe(retryAt);
    const since = expect.stringMatching(/^20.*Z$/);
    expect(failures()).toEqual([{ recipient: old.name, waiting: 0, deadLetters: 1, since, answered: 'answered 500' }]);
  });

  test('answers a test once, also that it cannot be sent', async () => {
    const sink = await startSink(() => 404);
    const { name } = register({ to: sink.url });
    const broken = register({ to: sink.url });
    aws.parameters.set(recipientParameter(PATH, broken.name), '{"to": "http://secret"}');
    const ids = { sent: `${client}-1`, unknown: `${client}-2`, unreadable: `${client}-3` };
    const tests = [testOf(name, ids.sent), testOf('nobody', ids.unknown), testOf(broken.name, ids.unreadable)];
    expect([await invoke(...tests), await invoke(...tests)]).toEqual([[], []]);
    expect(sink.posts.map(({ body }) => JSON.parse(body).detail.test)).toEqual([true]);
    const read = (id: string) => outbox().tests.read(id);
    expect(await read(ids.sent)).toMatchObject({ ok: false, text: 'answered 404' });
    expect(await read(ids.unknown)).toMatchObject({ ok: false, text: 'not sent: it is not registered' });
    expect(await read(ids.unreadable)).toMatchObject({ text: 'not sent: its parameter cannot be read: set it again' });
  });

  test('leaves out a test that nobody waits for any more', async () => {
    const sink = await startSink();
    const { name } = register({ to: sink.url });
    const [late, recent] = [testOf(name, `${client}-late`, Date.now() - 61_000), testOf(name, `${client}-recent`, Date.now() - 50_000)]; // biome-ignore format: a line
    expect(await invoke(late, recent)).toEqual([]);
    expect([sink.posts.length, await outbox().tests.read(`${client}-late`), failures()]).toEqual([1, undefined, []]);
  });

  test('removes what waits for one that was removed, at the second look, and keeps it while its parameter cannot be read', async () => {
    const [removed, broken] = [buildRecipient({ to: 'http://127.0.0.1:9/' }), register({ to: 'http://127.0.0.1:9/' })];
    aws.parameters.set(recipientParameter(PATH, broken.name), 'http://secret');
    for (const { name } of [removed, broken]) await outbox().add(name, [buildStarted({ at: Date.now() })], Date.now());
    expect(await invoke(wakeOf(removed.name), wakeOf(broken.name))).toEqual([]);
    expect(await outbox().counts(removed.name)).toEqual({ waiting: 1, deadLetters: 0 });
    const again = aws.wakes.find(({ recipient }) => recipient === removed.name);
    expect(again).toMatchObject({ isRegistrationNew: true, delaySeconds: 10 });
    expect(await invoke(again)).toEqual([]);
    expect(await outbox().counts(removed.name)).toEqual({ waiting: 0, deadLetters: 0 });
    expect(await outbox().counts(broken.name)).toEqual({ waiting: 1, deadLetters: 0 });
    expect(aws.wakes).toHaveLength(2);
    expect(aws.wakes).toContainEqual(expect.objectContaining({ recipient: broken.name, delaySeconds: 900 }));
    expect(failures()).toContainEqual({ recipient: broken.name, answered: expect.stringContaining('npm run notify') });
    expect(JSON.stringify(failures())).not.toContain('secret');
  });

  test('keeps and sends what waits for one that one list of recipients lacked', async () => {
    const sink = await startSink();
    const recipient = buildRecipient({ to: sink.url });
    await outbox().add(recipient.name, [buildStarted({ at: Date.now() })], Date.now() - 3_000);
    expect(await invoke(wakeOf(recipient.name))).toEqual([]);
    register(recipient);
    expect(await invoke(...aws.wakes)).toEqual([]);
    expect([sink.posts.length, await outbox().counts(recipient.name)]).toEqual([1, { waiting: 0, deadLetters: 0 }]);
  });

  test('knows of a recipient that was set or removed when it is woken for that, and of a new one always', async () => {
    const [older, newer] = [await startSink(), await startSink()];
    const { name } = register({ to: older.url });
    const handler = await load();
    const tellAt = async (...wakes: readonly object[]) => {
      await outbox().add(name, [buildStarted({ at: Date.now() })], Date.now() - 3_000);
      expect(await invokeIn(handler, wakes)).toEqual([]);
      return [older.posts.length, newer.posts.length];
    };
    expect(await tellAt(wakeOf(name))).toEqual([1, 0]);
    register({ name, to: newer.url });
    expect(await tellAt(wakeOf(name))).toEqual([2, 0]); // it was read less than a minute ago
    expect(await tellAt(registrationWakeOf(name))).toEqual([2, 1]);
    const other = register({ to: newer.url });
    await outbox().add(other.name, [buildStarted({ at: Date.now() })], Date.now() - 3_000);
    expect(await tellAt(wakeOf(other.name))).toEqual([2, 2]);
    aws.parameters.delete(recipientParameter(PATH, name));
    expect(await tellAt(registrationWakeOf(name))).toEqual([2, 2]);
    expect(await outbox().counts(name)).toMatchObject({ waiting: 2 }); // one list may lack it
    expect(await tellAt(...aws.wakes.filter(({ recipient }) => recipient === name).slice(-1))).toEqual([2, 2]);
    expect(await outbox().counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  });

  test('leaves messages in the queue while the recipients cannot be read, and removes nothing; the third time it says so', async () => {
    aws.isDenied = true;
    const { name } = buildRecipient({ to: 'http://127.0.0.1:9/' });
    await outbox().add(name, [buildStarted({ at: Date.now() })], Date.now());
    const messages = [announced('a'), wakeOf(name), testOf(name, 'denied'), announced('b')];
    const handler = await load();
    for (const receives of [1, 2]) expect((await invokeIn(handler, messages, receives)).sort()).toEqual([0, 1, 2, 3]);
    expect(failures()).toEqual([]);
    expect(retries()).toHaveLength(6);
    expect((await invokeIn(handler, messages, 3)).sort()).toEqual([0, 1, 2, 3]);
    expect(await outbox().counts(name)).toEqual({ waiting: 1, deadLetters: 0 });
    expect(retries()).toHaveLength(6);
    for (const { answered } of failures()) expect(answered).toMatch(/^\d messages? to handle again: AccessDenied/);
    expect(failures()).toHaveLength(3);
  });

  test('leaves out a message that nobody sends, and says so', async () => {
    expect(await invoke('hello', { source: SOURCE }, announced('a'))).toEqual([]);
    expect(failures()).toMatchObject([
      { answered: expect.stringContaining('message 0') },
      { answered: expect.stringContaining('message 1') },
    ]);
  });

  test('publishes mails to their topic', async () => {
    const to = 'arn:aws:sns:eu-west-1:123456789012:AntMediaWebhooks-notify-team';
    const { name } = register({ to, style: 'mail', allowPrivate: false, secrets: [] });
    expect(await invoke(testOf(name, `${client}-mail`))).toEqual([]);
    expect(aws.mails).toMatchObject([{ TopicArn: to, Subject: expect.any(String) }]);
    expect(aws.mails[0]?.Message).toContain(BOARD_URL);
  });
});
