import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { successorOf } from '../../src/monitor/successor.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sl-versions-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Installs a version, and gives its program's directory. */
function install(version: string, at: number, isWhole = true): string {
  const dist = join(root, version, 'dist');
  mkdirSync(dist, { recursive: true });
  if (!isWhole) return dist;
  writeFileSync(join(dist, 'statusline.js'), '');
  utimesSync(join(dist, 'statusline.js'), at, at);
  return dist;
}

function retire(version: string): void {
  writeFileSync(join(root, version, '.orphaned_at'), '');
}

test('a version that stands has no successor, whatever lies beside it', () => {
  const program = install('1.0.0', 10);
  install('2.0.0', 20);
  expect(successorOf(program)).toBeNull();
});

test('one that was replaced has the newest that was not, be its number higher or lower', () => {
  const program = install('1.0.0', 10);
  install('2.0.0', 40);
  install('0.8.0', 20);
  const wanted = install('0.9.0', 30);
  install('3.0.0', 50, false);
  retire('1.0.0');
  retire('2.0.0');
  expect(successorOf(program)).toBe(wanted);
});

test('one that was taken away altogether has none', () => {
  const program = install('1.0.0', 10);
  retire('1.0.0');
  expect(successorOf(program)).toBeNull();
  expect(successorOf(join(root, 'nowhere', 'dist'))).toBeNull();
});
