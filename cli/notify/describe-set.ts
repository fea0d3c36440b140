import { describeTypes } from './announcement-types.ts';
import { toListedRecipient } from './listed-recipient.ts';
import { notifyCommand, type RecipientStore } from './recipient-store.ts';
import type { RegisteredRecipient } from './register-recipient.ts';
import { styleName } from './style-name.ts';

/** Converts a recipient that was registered to its JSON output, with its secret when that is new. */
export const toSetJson = ({ recipient, destination, confirmed, newSecret }: RegisteredRecipient) => ({
  ...toListedRecipient(
    recipient,
    destination.style === 'mail' ? [{ address: destination.address, confirmed: confirmed === true }] : [],
  ),
  secret: newSecret,
});

/** Describes a recipient that was registered, and what comes next, in lines. */
export function describeSet(registered: RegisteredRecipient, store: RecipientStore): string[] {
  const { recipient, newSecret } = registered;
  const { name, on, app } = recipient;
  const { to } = toSetJson(registered);
  const summary = `Set ${name} in ${store.name}: ${styleName[recipient.style]} to ${to}, of ${describeTypes(on)}${app === null ? '' : ` in ${app}`}.`;
  const secret =
    newSecret === null ? [] : [`Its secret, shown this once, checks the signatures (Standard Webhooks): ${newSecret}`];
  return [`${summary}${kept(registered)}`, ...secret, nextStep(registered, store)];
}

const kept = ({ recipient, newSecret }: RegisteredRecipient): string =>
  recipient.style === 'envelope' && newSecret === null ? ' Its secret stays.' : '';

function nextStep({ recipient: { name }, destination, confirmed }: RegisteredRecipient, store: RecipientStore): string {
  const test = notifyCommand(store, `test ${name}`);
  if (destination.style === 'mail' && confirmed === false)
    return `AWS has sent a mail to ${destination.address}: once its owner opens the link in it, try ${test}`;
  return `Try it: ${test}`;
}
