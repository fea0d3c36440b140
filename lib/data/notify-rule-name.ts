/**
 * The name of the rule that passes announcements to the notifier, unique on the bus of a stack: `npm run deploy` knows by it
 * which rule on the bus is not of others.
 */
export const NOTIFY_RULE = 'notifications';
