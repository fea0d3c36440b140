// Counts a vitest report: prints "PASSED FAILED" for the gate, and on stderr each failure with its reason.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const ownLines = (trace) =>
  trace
    .split('\n')
    .filter((line) => !line.includes('node_modules'))
    .join('\n');

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let passed = 0;
let failed = 0;

for (const { name, message, status, assertionResults } of testResults) {
  const file = relative('.', name);
  const others = assertionResults.filter((test) => test.status !== 'passed');
  const isBroken = status !== 'passed' && others.length === 0; // it failed in a hook or before its first test
  passed += assertionResults.length - others.length;
  failed += others.length + Number(isBroken);
  for (const test of others) {
    console.error(`FAILED ${file}: ${test.fullName}: ${test.status}`, ...test.failureMessages.map(ownLines));
  }
  if (isBroken || message) console.error(`FAILED ${file}: ${ownLines(message) || 'a hook failed, see its output'}`);
}

console.log(passed, failed);
