import pc from 'picocolors';
import { expect, test } from 'vitest';
import { awsTargetVariables } from '../../../cli/deploy/deploy-options.ts';
import { type DeployedStack, formatNextSteps } from '../../../cli/deploy/next-steps.ts';

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
  admitted: { app: 'LiveApp', hooks: 'HOOKS-SECRET', read: 'READ-SECRET' },
  isResolved: true,
  variables: '',
};

test('a first deployment tells what to paste', () =>
  expect(formatNextSteps(first, plain)).toBe(`
Webhook URL   https://api.example.com/hooks/LiveApp/HOOKS-SECRET
Status board  https://api.example.com/#READ-SECRET
Read token    READ-SECRET

A secret in these URLs is shown this once: only its hash is kept.

In Ant Media Server's web panel, Applications, LiveApp, Settings: paste the webhook URL into Webhook URL.
Then set these in the Advanced settings there, and save:

{
  "listenerHookURL": "https://api.example.com/hooks/LiveApp/HOOKS-SECRET",
  "webhookContentType": "application/json",
  "webhookRetryCount": 3,
  "webhookRetryDelay": 1000,
  "webhookStreamStatusUpdatePeriodMs": 5000
}
`));

test('a later one knows no secrets, and says how to make others', () => {
  const text = formatNextSteps({ ...first, admitted: { app: 'Café 1', hooks: undefined, read: undefined } }, plain);
  expect(text).toContain(`
Webhook URL   https://api.example.com/hooks/Caf%C3%A9%201/<TOKEN>
Status board  https://api.example.com/#<TOKEN>

<TOKEN> is a token made earlier, whose secret is kept nowhere. Another one in its place comes by:
  npm run tokens -- create --app 'Café 1' --stack Hooks
  npm run tokens -- create --scope read --every-app --stack Hooks
`);
  expect(text).not.toContain('shown this once');
});

test('one secret may be known, and the other not', () => {
  const admitted = { app: 'LiveApp', hooks: undefined, read: 'READ-SECRET' };
  expect(
    formatNextSteps(
      { ...first, admitted, variables: awsTargetVariables({ profile: 'my work', region: 'eu-west-1' }) },
      plain,
    ),
  ).toContain(`
A secret in these URLs is shown this once: only its hash is kept.
<TOKEN> is a token made earlier, whose secret is kept nowhere. Another one in its place comes by:
  AWS_PROFILE='my work' AWS_REGION=eu-west-1 npm run tokens -- create --app LiveApp --stack Hooks

`);
});

test('a custom domain and alarms are told of, and a record that is missing', () => {
  const outputs = { ...first.outputs, url: 'https://hooks.example.com', domainTarget: 'd-1.aws', alarmTopic: 'arn:1' };
  const text = formatNextSteps({ ...first, outputs, isResolved: false }, plain);
  expect(text).toContain('\nCNAME target  d-1.aws\nAlarm topic   arn:1\n');
  expect(text).toContain('hooks.example.com does not resolve yet: make a DNS record of it, CNAME to d-1.aws.');
  expect(formatNextSteps({ ...first, outputs }, plain)).not.toContain('does not resolve');
});
