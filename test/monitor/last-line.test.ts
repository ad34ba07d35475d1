import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { linesDirectory, openLastLines } from '../../src/monitor/last-line.ts';

const session = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

/** Instances in which residents before have left these lines, so many days ago. */
function instancesWith(left: Readonly<Record<string, number>>): string {
  const instances = mkdtempSync(join(tmpdir(), 'sl-lines-'));
  onTestFinished(() => rmSync(instances, { recursive: true, force: true }));
  const directory = linesDirectory(instances);
  mkdirSync(directory);
  for (const [name, days] of Object.entries(left)) {
    writeFileSync(join(directory, name), 'before\n');
    const at = new Date(Date.now() - days * 24 * 3_600_000);
    utimesSync(join(directory, name), at, at);
  }
  return instances;
}

test('a line is written with the next flush, by the session that it is of', () => {
  const instances = instancesWith({});
  const lines = openLastLines(instances);
  lines.keep({ CLAUDE_CODE_SESSION_ID: session }, 'Fox C1');
  expect(readdirSync(linesDirectory(instances))).toEqual([]);
  lines.flush();
  expect(readFileSync(join(linesDirectory(instances), session), 'utf8')).toBe('Fox C1\n');
});

test('lines of sessions long over are taken away, those of a few days ago stay', () => {
  const instances = instancesWith({ 'long-over': 8, recent: 6 });
  const lines = openLastLines(instances);
  lines.flush();
  expect(readdirSync(linesDirectory(instances)).sort()).toEqual(['long-over', 'recent']);
  lines.keep({ CLAUDE_CODE_SESSION_ID: session }, 'Fox C1');
  lines.flush();
  expect(readdirSync(linesDirectory(instances)).sort()).toEqual([session, 'recent']);
});
