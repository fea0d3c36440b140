import pc from 'picocolors';
import { expect, test } from 'vitest';
import { awsTargetPrefix } from '../../../cli/deploy/deploy-options.ts';
import { type DeployedStack, formatNextSteps } from '../../../cli/deploy/next-steps.ts';
import { createDoctorCommand } from '../../../cli/doctor/doctor-command.ts';

const plain = pc.createColors(false);
const first: DeployedStack = {
  outputs: {
    stack: 'Hooks',
    url: 'https://api.example.com',
    domainTarget: undefined,
    alarmTopic: undefined,
    streamsTable: 'S',
    tokensTable: 'T',
  },
  tokens: { app: 'LiveApp', hooksSecret: 'HOOKS-SECRET', readSecret: 'READ-SECRET', hasAuthoriseToken: false },
  isResolvable: true,
  commandPrefix: '',
};

test('a first deployment prints the command that sets up the media server, then what to paste', () =>
  expect(formatNextSteps(first, plain)).toBe(`
Webhook URL   https://api.example.com/hooks/LiveApp/HOOKS-SECRET
Status board  https://api.example.com/#READ-SECRET
Read token    READ-SECRET

The secrets in these URLs are shown only once: only their hashes are stored.

One command sets up Ant Media Server. It shows what it would change, and asks; with --dry-run it only shows:
  npm run doctor -- --server https://YOUR-MEDIA-SERVER:5443 --user EMAIL --app LiveApp --stack Hooks --hook 'https://api.example.com/hooks/LiveApp/HOOKS-SECRET' --fix

Or by hand, in its web panel, Applications, LiveApp, Settings: paste the webhook URL into Webhook URL.
Then set these in the Advanced settings there, and save:

{
  "listenerHookURL": "https://api.example.com/hooks/LiveApp/HOOKS-SECRET",
  "webhookContentType": "application/json",
  "webhookRetryCount": 3,
  "webhookRetryDelay": 1000,
  "webhookStreamStatusUpdatePeriodMs": 5000
}

To let in only publishers with a key, if you like: create keys, give them to the encoders, create a token,
and set the URL that it prints as webhookAuthenticateURL last. From then on, publishers without a key are refused:
  npm run keys -- create --app LiveApp --stream cam-1 --stack Hooks
  npm run tokens -- create --app LiveApp --scope authorize --stack Hooks
`));

test('a later one knows no secrets, and prints how to create other tokens', () => {
  const text = formatNextSteps(
    { ...first, tokens: { app: 'Café 1', hooksSecret: undefined, readSecret: undefined, hasAuthoriseToken: true } },
    plain,
  );
  expect(text).toContain(`
Webhook URL   https://api.example.com/hooks/Caf%C3%A9%201/<TOKEN>
Status board  https://api.example.com/#<TOKEN>

<TOKEN> stands for a token created earlier, whose secret is not stored. To create another:
  npm run tokens -- create --app 'Café 1' --stack Hooks
  npm run tokens -- create --scope read --every-app --stack Hooks
`);
  expect(text).toContain(`
  npm run doctor -- --server https://YOUR-MEDIA-SERVER:5443 --user EMAIL --app 'Café 1' --stack Hooks --fix
It leaves the webhook URL as it is, unless you add --hook and the URL with its token.
`);
  expect(text).toContain(`
A token exists with which Ant Media Server asks who may publish. Its URLs, to be set only once every publisher has a key:
  webhookAuthenticateURL  https://api.example.com/authorize/publish/Caf%C3%A9%201/<TOKEN>
  webhookPlayAuthUrl      https://api.example.com/authorize/play/Caf%C3%A9%201/<TOKEN>
  npm run keys -- create --app 'Café 1' --stream cam-1 --stack Hooks
`);
  expect(text).not.toContain('shown only once');
});

test('the executions of the account are printed, with what it means when they are few', () => {
  expect(formatNextSteps(first, plain)).not.toContain('Executions');
  expect(formatNextSteps({ ...first, executions: 1_000 }, plain)).toMatch(/^Executions {4}1000 at once, .*region\n$/m);
  expect(formatNextSteps({ ...first, executions: 10 }, plain)).toMatch(
    /^Executions {4}10 at once, .*region\nHooks, questions who may publish, and reads share them: about 100 requests a second\./m,
  );
});

test('one secret may be known and the other not', () => {
  const tokens = { app: 'LiveApp', hooksSecret: undefined, readSecret: 'READ-SECRET', hasAuthoriseToken: false };
  const commandPrefix = awsTargetPrefix({ profile: 'my work', region: 'eu-west-1' });
  expect(formatNextSteps({ ...first, tokens, commandPrefix }, plain)).toContain(`
The secrets in these URLs are shown only once: only their hashes are stored.
<TOKEN> stands for a token created earlier, whose secret is not stored. To create another:
  AWS_PROFILE='my work' AWS_REGION=eu-west-1 npm run tokens -- create --app LiveApp --stack Hooks

`);
  expect(formatNextSteps({ ...first, tokens, commandPrefix }, plain)).toContain(
    "\n  AWS_PROFILE='my work' AWS_REGION=eu-west-1 npm run doctor -- --server ",
  );
});

test('a custom domain and alarms are printed, and a missing DNS record', () => {
  const outputs = { ...first.outputs, url: 'https://hooks.example.com', domainTarget: 'd-1.aws', alarmTopic: 'arn:1' };
  const text = formatNextSteps({ ...first, outputs, isResolvable: false }, plain);
  expect(text).toContain('\nCNAME target  d-1.aws\nAlarm topic   arn:1\n');
  expect(text).toContain('hooks.example.com does not resolve yet: create a DNS record for it, a CNAME to d-1.aws.');
  expect(formatNextSteps({ ...first, outputs }, plain)).not.toContain('does not resolve');
});

test('the options of the printed command are those of the doctor', () => {
  const line = formatNextSteps(first, plain).match(/npm run doctor -- (.*)$/m)?.[1] ?? '';
  const command = createDoctorCommand();
  expect(command.parseOptions(line.replaceAll("'", '').split(' ')).unknown).toEqual([]);
  expect(command.opts()).toEqual({
    ...{ server: 'https://YOUR-MEDIA-SERVER:5443', user: 'EMAIL', app: 'LiveApp', stack: 'Hooks', fix: true },
    hook: 'https://api.example.com/hooks/LiveApp/HOOKS-SECRET',
  });
});
