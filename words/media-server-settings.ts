/** The settings that an Ant Media Server application needs; the README gives the reason and the first version of each. */
export const recommended = {
  webhookContentType: 'application/json',
  webhookRetryCount: 3,
  webhookRetryDelay: 1000,
  webhookStreamStatusUpdatePeriodMs: 5000,
};

/** Returns the settings for a webhook URL as the JSON that the web panel's Advanced settings take. */
export const recommendedSettings = (listenerHookURL: string): string =>
  JSON.stringify({ listenerHookURL, ...recommended }, null, 2);
