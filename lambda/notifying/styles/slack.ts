import type { Link } from '../board-link.ts';
import type { WordStyle } from './word-style.ts';

/** Blocks in a message (Slack, reference of Block Kit: "up to 50 blocks in each message"); one is the link. */
const MAX_BLOCKS = 50;

/** Characters of the text that notifications show (Slack, chat.postMessage: "limit the number of characters in the text field to 4,000"). */
const MAX_TEXT_CHARS = 4_000;

/** Messages of Slack: each sentence is plain text, in which Slack sees neither markup nor mentions; the link is ours. */
export const slackStyle: WordStyle = {
  maxSentences: MAX_BLOCKS - 1,
  maxSize: MAX_TEXT_CHARS,
  measure: (sentence) => escapeControls(sentence).length + 1,
  render: (sentences, link, id) => {
    const text = sentences.map(escapeControls).join('\n');
    const blocks = [...sentences.map(toSection), ...(link === null ? [] : [toLinkBlock(link)])];
    const body = JSON.stringify({ text, blocks, unfurl_links: false, unfurl_media: false });
    return { kind: 'post', id, body };
  },
};

const toSection = (text: string) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } });

function toLinkBlock({ title, url }: Link) {
  const text = `<${escapeControls(url)}|${title}>`;
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes the three characters that control Slack's formatting. */
const escapeControls = (text: string): string => text.replace(/[&<>]/g, (char) => entities[char] ?? char);
