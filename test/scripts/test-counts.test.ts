import { expect, test } from 'vitest';
import { countTests } from '../../scripts/test-counts.ts';

const report = (...files: readonly object[]): string => JSON.stringify({ testResults: files });
const file = (...statuses: readonly string[]): object => ({
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status, fullName: `a ${status} test` })),
});

test.for([
  ['a green run', report(file('passed', 'passed')), true, { passed: 2, failed: 0, skipped: [] }],
  [
    'a red run',
    report(file('passed', 'failed'), file('passed')),
    false,
    { passed: 2, failed: 1, skipped: [] },
  ],
  [
    'a skipped test by name',
    report(file('skipped')),
    true,
    { passed: 0, failed: 0, skipped: ['a skipped test'] },
  ],
  [
    'a file that cannot be run',
    report({ status: 'failed', assertionResults: [] }, file('passed')),
    false,
    { passed: 1, failed: 1, skipped: [] },
  ],
  [
    'a run that failed without a failing test',
    report(file('passed')),
    false,
    { passed: 1, failed: 1, skipped: [] },
  ],
  ['a run that left no report', null, false, { passed: 0, failed: 1, skipped: [] }],
] as const)('counts %s', ([, text, hasPassed, counts]) => {
  expect(countTests(text, hasPassed)).toEqual(counts);
});
