import { expect, it } from 'vitest';
import { guessStyle } from '../../lambda/notifying/recipients/guess-style.ts';

it.each([
  { to: 'https://hooks.slack.com/services/T000/B000/XXXX', style: 'slack' },
  { to: 'https://hooks.slack.com/triggers/T000/1/x', style: 'envelope' },
  { to: 'https://hooks.slack.com/workflows/T000/A000/1/x', style: 'envelope' },
  { to: 'https://hooks.slack.com/services', style: 'envelope' },
  { to: 'https://hooks.slack-gov.com/services/T000/B000/XXXX', style: 'slack' },
  { to: 'https://discord.com/api/webhooks/1/x', style: 'discord' },
  { to: 'https://discord.com/api/v10/webhooks/1/x', style: 'discord' },
  { to: 'https://discordapp.com/api/webhooks/1/x', style: 'discord' },
  { to: 'https://canary.discord.com/api/webhooks/1/x', style: 'discord' },
  { to: 'https://discord.com/api/webhooks/1/slack-x', style: 'discord' },
  { to: 'https://discord.com/channels/1', style: 'envelope' },
  { to: 'https://prod-12.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke', style: 'teams' },
  { to: 'https://default1.2.environment.api.powerplatform.com:443/powerautomate/automations/1', style: 'teams' },
  { to: 'https://example.webhook.office.com/webhookb2/1', style: 'teams' },
  { to: 'https://hooks.slack.com.evil.com/services/x', style: 'envelope' },
  { to: 'https://evil.com/hooks.slack.com/', style: 'envelope' },
  { to: 'https://nothooks.slack.com/', style: 'envelope' },
  { to: 'https://evillogic.azure.com/', style: 'envelope' },
  { to: 'HTTPS://HOOKS.SLACK.COM/services/x', style: 'slack' },
  { to: 'https://ops@example.com/hook', style: 'envelope' },
  { to: 'http://127.0.0.1:8080/hook', style: 'envelope' },
  { to: 'https://', style: 'envelope' },
  { to: 'team@example.com', style: 'mail' },
  { to: 'nonsense', style: 'envelope' },
])('$to is $style', ({ to, style }) => expect(guessStyle(to)).toBe(style));
