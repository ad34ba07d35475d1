import { asRecord, parseJson } from '../test/rig/json.ts';

/** What one stage came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Names of what was not run: never left unsaid. */
  readonly skipped: readonly string[];
}

/**
 * Counts the tests of a vitest JSON report. A file that could not be run at all counts as one failure, and
 * so does a run that failed without a failing test (an unhandled error) or broke off without a report.
 */
export function countTests(report: string | null, hasPassed: boolean): Counts {
  const files = arrayOf(asRecord(parseJson(report ?? ''))?.['testResults']);
  const all = files.flatMap((file) => arrayOf(asRecord(file)?.['assertionResults']));
  const withStatus = (wanted: readonly string[]): readonly unknown[] =>
    all.filter((test) => wanted.includes(String(asRecord(test)?.['status'])));
  const brokenFiles = files.filter((file) => {
    const record = asRecord(file);
    return record?.['status'] === 'failed' && arrayOf(record['assertionResults']).length === 0;
  });
  const failed = withStatus(['failed']).length + brokenFiles.length;
  return {
    passed: withStatus(['passed']).length,
    failed: failed === 0 && !hasPassed ? 1 : failed,
    skipped: withStatus(['skipped', 'pending', 'todo', 'disabled']).map((test) =>
      String(asRecord(test)?.['fullName']),
    ),
  };
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
