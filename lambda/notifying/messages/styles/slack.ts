import type { Link } from '../board-link.ts';
import type { WordStyle } from './word-style.ts';

/** Blocks in a message (Slack, reference of Block Kit: "up to 50 blocks in each message"); one is the link. */
const MAX_BLOCKS = 50;

/** Characters of all sections (slackapi/bolt-js, issue 2509: `msg_blocks_too_long` near 13 200); the link is not among them. */
const MAX_SECTION_CHARS = 12_000;

/** Characters of the sentences in the text that notifications show, but for a longer first one (Slack, chat.postMessage: at most 4 000). */
const MAX_TEXT_CHARS = 1_000;

/** Messages of Slack: each sentence is plain text, in which Slack sees neither markup nor mentions; the link is ours. */
export const slackStyle: WordStyle = {
  maxSentences: MAX_BLOCKS - 1,
  maxSize: MAX_SECTION_CHARS,
  measure: (sentence) => escapeControls(sentence).length,
  render: (sentences, link, id) => {
    const blocks = [...sentences.map(toSection), ...(link === null ? [] : [toLinkBlock(link)])];
    const body = JSON.stringify({ text: toFallback(sentences), blocks, unfurl_links: false, unfurl_media: false });
    return { kind: 'post', id, body };
  },
};

/** Returns the first sentences, escaped, and how many more there are: the sections have them all. */
function toFallback(sentences: readonly string[]): string {
  const [first = '', ...others] = sentences.map(escapeControls);
  const lines = [first];
  let size = first.length;
  for (const line of others) {
    size += 1 + line.length;
    if (size > MAX_TEXT_CHARS) break;
    lines.push(line);
  }
  const left = sentences.length - lines.length;
  return [...lines, ...(left === 0 ? [] : [`and ${left} more`])].join('\n');
}

const toSection = (text: string) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } });

function toLinkBlock({ title, url }: Link) {
  const text = `<${escapeControls(url)}|${title}>`;
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes the three characters that control Slack's formatting. */
const escapeControls = (text: string): string => text.replace(/[&<>]/g, (char) => entities[char] ?? char);
