import type { WordStyle } from './word-style.ts';

/** Bytes of a message (Amazon SNS, Publish: at most 262 144 bytes), less those of the link. */
const MAX_BYTES = 262_144 - 4_096;

/** Characters of a subject (Amazon SNS, Publish: ASCII without line breaks, less than 100 characters). */
const MAX_SUBJECT_CHARS = 99;

/** Mails: plain text, by a topic of SNS. */
export const mailStyle: WordStyle = {
  maxSentences: Number.POSITIVE_INFINITY,
  maxSize: MAX_BYTES,
  measure: (sentence) => Buffer.byteLength(sentence) + 1,
  render: (sentences, link) => {
    const [first = '', ...others] = sentences;
    const subject = toSubject(first, others.length);
    const text = `${sentences.join('\n')}\n${link === null ? '' : `\n${link.title}: ${link.url}\n`}`;
    return { kind: 'mail', subject, text };
  },
};

/** Returns a subject in ASCII: what breaks a link becomes a space in it. */
function toSubject(sentence: string, others: number): string {
  const suffix = others === 0 ? '' : ` (and ${others} more)`;
  const ascii = sentence.replace(/\u2060/g, ' ').replace(/[^ -~]/gu, '?');
  const max = MAX_SUBJECT_CHARS - suffix.length;
  return (ascii.length <= max ? ascii : `${ascii.slice(0, max - 3)}...`) + suffix;
}
