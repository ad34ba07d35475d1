import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepPrograms } from '../../src/monitor/kept-programs.ts';
import type { Program } from '../../src/programs/programs.ts';
import { openPrograms } from '../../src/programs/run.ts';
import { until } from '../rig/wait.ts';

function sh(script: string, changes: Partial<Program> = {}): Program {
  const env = { PATH: process.env['PATH'] };
  return { key: 'k', run: ['sh', '-c', script], cwd: '/', env, stdin: '', timeoutMs: 10_000, ...changes };
}

async function printed(program: Program, waitMs = 10_000): Promise<string | null> {
  const kept: (string | null)[] = [];
  await openPrograms().run(program, waitMs, (text) => kept.push(text));
  expect(kept).toHaveLength(1);
  return kept[0] ?? null;
}

describe('a program in a direct run', () => {
  const cases: readonly (readonly [string, Program, string | null])[] = [
    ['what it printed', sh('printf "a\\nb"'), 'a\nb'],
    ['what it made of its input', sh('cat', { stdin: '{"a":1}' }), '{"a":1}'],
    ['what it printed without reading a large input', sh('echo x', { stdin: 'y'.repeat(1e6) }), 'x\n'],
    ['where it ran', sh('pwd', { cwd: '/usr' }), '/usr\n'],
    ['nothing when it fails', sh('echo x; exit 3'), null],
    ['nothing when it is not there', sh('', { run: ['/nonexistent/program'] }), null],
    ['nothing when its directory is not there', sh('echo x', { cwd: '/nonexistent' }), null],
    ['nothing when its words cannot be words', sh('', { run: ['echo', 'a\0b'] }), null],
    ['nothing when it prints without end', sh('yes'), null],
  ];
  it.each(cases)('gives %s', async (_, program, expected) => {
    expect(await printed(program)).toBe(expected);
  });

  it('ends with the wait, and with all that it started', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'statusline-programs-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const script = 'sleep 60 & echo $! > pid; wait';
    expect(await printed(sh(script, { cwd: directory }), 300)).toBeNull();
    const pid = Number(readFileSync(join(directory, 'pid'), 'utf8'));
    await until('the grandchild is gone', () => {
      const stat = `/proc/${pid}/stat`;
      return !existsSync(stat) || readFileSync(stat, 'utf8').includes(') Z') || null;
    });
  });
});

/** Programs that end when the test says so. */
function rig() {
  const ends: ((text: string | null) => void)[] = [];
  const programs = keepPrograms(() => new Promise((resolve) => ends.push(resolve)));
  const kept: (string | null)[] = [];
  return { ends, programs, kept, keep: (text: string | null): void => void kept.push(text) };
}

describe('programs of the resident', () => {
  it('go on when the request has waited long enough, and are kept then', async () => {
    const { ends, programs, kept, keep } = rig();
    await programs.run(sh(''), 5, keep);
    expect(kept).toEqual([]);
    ends[0]?.('late');
    await until('it is kept', () => kept.length === 1 || null);
    expect(kept).toEqual(['late']);
  });

  it('are run once at a time, however many ask', async () => {
    const { ends, programs, keep } = rig();
    await Promise.all(Array.from({ length: 30 }, () => programs.run(sh(''), 0, keep)));
    expect(ends).toHaveLength(1);
    ends[0]?.('done');
    await programs.run(sh(''), 5000, keep);
    await programs.run(sh('', { key: 'other' }), 0, keep);
    await until('the next ones run', () => ends.length >= 2 || null);
  });
});
