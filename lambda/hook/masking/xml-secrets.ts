import type { DecodedText } from './decoded-text.ts';
import { isLabelName, isSecretName, isValueName } from './secret-names.ts';
import { type SecretRange, secretRange } from './secret-range.ts';

/** In `<s:token a="b">` it captures `s:token`, `token` and ` a="b"`. */
const openingTag = /<((?:[\w.-]{1,60}:)?([\w.-]{1,60}))(?![\w:.-])([^<>]{0,4000})>/y;

/** Finds secrets in XML: `<token>x</token>`, `<param name="token">x</param>`, `<name>token</name><value>x</value>`. */
export function findXmlSecrets({ text }: DecodedText): SecretRange[] {
  const secrets: SecretRange[] = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    openingTag.lastIndex = at;
    const [whole = '<', full = '', name = '', attributes = ''] = openingTag.exec(text) ?? [];
    const start = at;
    at += whole.length;
    const isSecret = isSecretName(name);
    if (isSecret && attributes.includes('='))
      secrets.push(secretRange(start + full.length + 2, at - (attributes.endsWith('/') ? 2 : 1)));
    if (attributes.endsWith('/')) continue;
    if (!isSecret && !hasSecretLabel(attributes) && !(isValueName(name) && hasSecretSiblingLabel(text, start, at)))
      continue;
    const end = endOfElement(text, full, at);
    if (/\S/.test(text.slice(at, end))) secrets.push(secretRange(at, end));
    at = end;
  }
  return secrets;
}

/** In ` type="a" name="token"` it captures `type`, `a` and then `name`, `token`. */
const attribute = /([\w:.-]{1,40})\s{0,9}=\s{0,9}["']([^"'<>]{1,100})["']/g;

const hasSecretLabel = (attributes: string): boolean =>
  attributes !== '' &&
  [...attributes.matchAll(attribute)].some(([, name = '', value = '']) => isLabelName(name) && isSecretName(value));

const element = String.raw`<(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>([^<]*)`;
const closingTag = String.raw`<\/[^<>]+>\s*`;
/** In `<name>token</name>` before an element, or after its closing tag, they capture `name` and `token`. */
const siblingBefore = new RegExp(`${element}${closingTag}$`);
const siblingAfter = new RegExp(`^${closingTag}${element}`);
const MAX_SIBLING_LENGTH = 400;

/** Whether the label before an element (at `start`, its content at `content`) or else the one after it is a secret name. */
function hasSecretSiblingLabel(text: string, start: number, content: number): boolean {
  const end = text.indexOf('<', content);
  const last = siblingBefore.exec(text.slice(Math.max(0, start - MAX_SIBLING_LENGTH), start));
  const siblings = [last, siblingAfter.exec(text.slice(end, end + MAX_SIBLING_LENGTH))];
  const label = siblings.find((sibling) => isLabelName(sibling?.[1] ?? ''))?.[2] ?? '';
  return isSecretName(label.trim());
}

function endOfElement(text: string, name: string, content: number): number {
  const tags = new RegExp(String.raw`<\\*(/?)${name}(?![\w:.-])`, 'g'); // JSON may write a slash as \/
  tags.lastIndex = content;
  let depth = 1;
  for (let match = tags.exec(text); match !== null; match = tags.exec(text)) {
    depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return match.index;
  }
  return text.length;
}
