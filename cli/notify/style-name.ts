import type { Style } from '../../lambda/notifying/recipients/recipient.ts';

/** What each style sends, in a few words. */
export const styleName: Readonly<Record<Style, string>> = {
  slack: 'Slack messages',
  teams: 'Teams messages',
  discord: 'Discord messages',
  envelope: 'signed envelopes',
  mail: 'mails',
};
