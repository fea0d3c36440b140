import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNotifyCommand } from '../../cli/notify/notify-command.ts';
import { deliver } from '../../lambda/notifying/delivery/deliver.ts';
import { dispatch } from '../../lambda/notifying/dispatch.ts';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { parseRecipient } from '../../lambda/notifying/recipients/registered-recipient.ts';
import { publishMail } from '../../lambda/notifying/sending/publish-mail.ts';
import { send } from '../../lambda/notifying/sending/send-payload.ts';
import { NOTIFICATIONS_TABLE } from '../../local/database/embedded-tables.ts';
import { exampleAnnouncements } from '../announcing/example-announcements.ts';
import { startAwsEndpoint } from '../asking/aws-endpoint.ts';
import { useEnvironment } from '../aws/use-environment.ts';
import { type FakeCloudFormation, stackDescription, startFakeCloudFormation } from '../cli/fake-cloud-formation.ts';
import { startFakeSns } from '../cli/notify/fake-sns.ts';
import { runInProcess } from '../cli/run-in-process.ts';
import { useEngine } from '../table/engine.ts';
import { setCommandOf } from './page-code.ts';

const engine = useEngine();
const environment = useEnvironment();
let cloudFormation: FakeCloudFormation;

beforeAll(async () => {
  const outputs = {
    ApiUrl: 'https://api.example.com',
    EventBusName: 'bus',
    NotificationsTableName: NOTIFICATIONS_TABLE,
    NotifyQueueUrl: 'https://sqs/Notify',
  };
  cloudFormation = await startFakeCloudFormation((_action, stack) => stackDescription(stack, outputs));
});
afterAll(() => cloudFormation.close());

/** Starts SSM, which keeps parameters in a map. */
async function startParameterStore(parameters: Map<string, string>): Promise<string> {
  return startAwsEndpoint(({ target, body }) => {
    const { Name = '', Value = '' } = body as { readonly Name?: string; readonly Value?: string };
    if (target === 'PutParameter') parameters.set(Name, Value);
    const isMissing = target === 'GetParameter' && !parameters.has(Name);
    return isMissing
      ? { status: 400, body: { __type: 'ParameterNotFound' } }
      : { body: { Parameter: { Name, Value: parameters.get(Name) } } };
  });
}

/** Notifies a recipient of the examples, as the function does: 11 s later all are gathered. */
async function notifyOfExamples(recipient: Recipient): Promise<void> {
  let clock = Date.now();
  const deps = {
    outbox: new Outbox(engine().notifications),
    send: (to: Recipient, payload: Parameters<typeof send>[1]) =>
      send(to, payload, { now: () => clock, publish: publishMail }),
    wake: async () => {},
    now: () => clock,
    policy: defaultPolicy,
    boardUrl: 'https://api.example.com/',
    onFailing: () => expect.fail('it accepts everything'),
    hasTime: () => true,
  };
  await dispatch(await exampleAnnouncements(), { ...deps, recipients: [recipient] });
  clock += 11_000;
  await deliver(recipient, deps);
}

test('a mail to the team: its owner confirms it, then gets what was chosen', async () => {
  const sns = await startFakeSns();
  const parameters = new Map<string, string>();
  const env = {
    ...cloudFormation.env,
    AWS_ENDPOINT_URL_SNS: sns.endpoint,
    AWS_ENDPOINT_URL_SSM: await startParameterStore(parameters),
  };
  const set = await runInProcess(createNotifyCommand(), setCommandOf('team'), env);
  expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining('AWS has sent a mail to team@example.com') });
  for (const subscription of [...sns.topics.values()].flat()) subscription.confirmed = true;
  environment(env);
  await notifyOfExamples(parseRecipient(parameters.get('/AntMediaWebhooks/notify/team') ?? ''));
  const [mail = expect.fail('no mail'), ...others] = sns.mails;
  expect(others).toEqual([]);
  expect(mail.address).toBe('team@example.com');
  expect(mail.text.split('\n').filter((line) => line !== '')).toEqual([
    expect.stringContaining('LiveApp/cam-2 is missing'),
    expect.stringContaining('Gate (LiveApp/cam-2) is back'),
    expect.stringContaining('reported a high resource usage'),
    'Open the board: https://api.example.com/',
  ]);
});
