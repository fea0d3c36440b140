import type { DecodedText } from './decoded-text.ts';
import { isLabelName, isSecretName, isValueName } from './secret-names.ts';
import { type SecretRange, secretRange } from './secret-range.ts';

/** An opening tag: its name, that without a namespace, and what else stands in it, as in `<s:token a="b">`. */
const openingTag = /<((?:[\w.-]{1,60}:)?([\w.-]{1,60}))(?![\w:.-])([^<>]{0,4000})>/y;

/** The secret contents of elements of XML: `<token>x</token>`, `<param name="token">x</param>`, `<name>token</name><value>x</value>`. */
export function findXmlSecrets({ text }: DecodedText): SecretRange[] {
  const spans: SecretRange[] = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    openingTag.lastIndex = at;
    const [whole = '<', full = '', name = '', attributes = ''] = openingTag.exec(text) ?? [];
    const start = at;
    at += whole.length;
    const isSecret = isSecretName(name);
    if (isSecret && attributes.includes('='))
      spans.push(secretRange(start + full.length + 2, at - (attributes.endsWith('/') ? 2 : 1)));
    if (attributes.endsWith('/')) continue;
    if (!isSecret && !hasSecretLabel(attributes) && !(isValueName(name) && hasSecretSiblingLabel(text, start, at)))
      continue;
    const end = endOfElement(text, full, at);
    if (/\S/.test(text.slice(at, end))) spans.push(secretRange(at, end));
    at = end;
  }
  return spans;
}

/** `name="token"` among attributes. */
const attribute = /([\w:.-]{1,40})\s{0,9}=\s{0,9}["']([^"'<>]{1,100})["']/g;

const hasSecretLabel = (attributes: string): boolean =>
  attributes !== '' &&
  [...attributes.matchAll(attribute)].some(([, name = '', value = '']) => isLabelName(name) && isSecretName(value));

const element = String.raw`<(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>([^<]*)`;
const closingTag = String.raw`<\/[^<>]+>\s*`;
/** `<name>token</name>` before an element, and behind what closes one: its name, and its content. */
const siblingBefore = new RegExp(`${element}${closingTag}$`);
const siblingAfter = new RegExp(`^${closingTag}${element}`);
const MAX_SIBLING_LENGTH = 400;

/** Whether the label before a value, else the one behind it, is a secret's name; by where the value and its content start. */
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
  for (let found = tags.exec(text); found !== null; found = tags.exec(text)) {
    depth += found[1] === '/' ? -1 : 1;
    if (depth === 0) return found.index;
  }
  return text.length;
}
