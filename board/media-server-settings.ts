/** What Ant Media Server's application should have set: README says why, and since which version there is each. */
const recommended = {
  webhookContentType: 'application/json',
  webhookRetryCount: 3,
  webhookRetryDelay: 1000,
  webhookStreamStatusUpdatePeriodMs: 5000,
};

/** Returns the settings for a webhook URL as the JSON that the web panel's Advanced settings take. */
export const recommendedSettings = (listenerHookURL: string): string =>
  JSON.stringify({ listenerHookURL, ...recommended }, null, 2);
