import pc from 'picocolors';
import { expect, test } from 'vitest';
import type { AuthorisationLogLine } from '../../../lambda/authorising/authoriser-deps.ts';
import { formatQuestionLine } from '../../../local/authorising/question-line.ts';

const at = new Date('2026-11-02T12:00:00.000Z');

test.each<{ line: Omit<AuthorisationLogLine, 'ms' | 'use'>; shows: string }>([
  {
    line: { app: 'LiveApp', id: 'cam-1', status: 200, keyId: 'abcdefgh' },
    shows: '12:00:00.000  allowed       may publish?          LiveApp/cam-1  key abcdefgh',
  },
  {
    line: { app: 'LiveApp', id: '\u001b[31mred', status: 403, reason: 'noKey' },
    shows: '12:00:00.000  refused       may publish?          LiveApp/\\u001b[31mred  noKey',
  },
  {
    line: { status: 403, reason: 'wrongUrl' },
    shows: '12:00:00.000  refused       may publish?          wrongUrl',
  },
  {
    line: { id: 'cam-1', status: 503, error: 'Error: no answer within 700 ms' },
    shows: '12:00:00.000  refused 503   may publish?          cam-1  Error: no answer within 700 ms',
  },
])('a question that is answered $line.status is one line', ({ line, shows }) => {
  expect(formatQuestionLine({ ...line, use: 'publish', ms: 1 }, pc.createColors(false), at)).toBe(shows);
});
