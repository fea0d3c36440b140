import { expect, test } from 'vitest';
import { describeAnswer } from '../../lambda/notifying/sending/describe-answer.ts';

const url = 'https://hooks.slack.com/services/T00000000/B00000000/SECRETsecret?key=another%20secret&x=1';

test.each([
  { status: 204, body: 'ignored', text: 'answered 204' },
  { status: 302, body: 'ignored', text: 'answered 302 (redirects are not followed)' },
  { status: 500, body: ' \n', text: 'answered 500' },
  { status: 404, body: 'no_team', text: 'answered 404: no_team' },
  { status: 400, body: '{"message": "Cannot send\n an empty message"}', text: 'answered 400: {"message": "Cannot send an empty message"}' }, // biome-ignore format: a table
  { status: 400, body: 'a\u001b[31mb\u202e', text: 'answered 400: a\\u001b[31mb\\u202e' },
])('says what an answer of $status says', ({ status, body, text }) => {
  expect(describeAnswer(status, body, url)).toBe(text);
});

test.each([
  'Cannot POST /services/T00000000/B00000000/SECRETsecret?key=another%20secret&x=1',
  'unknown hook SECRETsecret',
  'unknown key: another secret',
  'unknown key: another%20secret',
])('hides what a body repeats of the URL: %s', (body) => {
  expect(describeAnswer(404, body, url)).toMatch(/\*\*\*$/);
  expect(describeAnswer(404, body, url)).not.toMatch(/SECRET|another/);
});

test('cuts a long body after 200 characters', () => {
  const { length } = [...describeAnswer(400, '😀'.repeat(500), url)];
  expect(length).toBe('answered 400: '.length + 200);
});
