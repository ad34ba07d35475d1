import { describe, expect, test } from 'vitest';
import { ancestors } from '../../src/process/ancestors.ts';
import type { ProcessRow } from '../../src/process/processes.ts';

const parents: Readonly<Record<number, number>> = { 50: 40, 40: 30, 30: 1, 1: 0 };

function tableOf(parentsOf: Readonly<Record<number, number>>) {
  const read: number[] = [];
  const row = (pid: number): ProcessRow | null => {
    read.push(pid);
    const ppid = parentsOf[pid];
    return ppid === undefined
      ? null
      : { pid, ppid, started: '1', command: 'sh', isZombie: false, ttyNumber: 0 };
  };
  return { read, row };
}

function pidsOf(rows: Iterable<ProcessRow>): readonly number[] {
  return [...rows].map(({ pid }) => pid);
}

describe('the ancestors of a process', () => {
  test('are itself and its parents up to the first process', () => {
    expect(pidsOf(ancestors(tableOf(parents).row, 50))).toEqual([50, 40, 30, 1]);
  });

  test('are read no further than they are gone through, and once', () => {
    const { read, row } = tableOf(parents);
    const rows = ancestors(row, 50);
    const [, parent] = rows;
    expect(parent?.pid).toBe(40);
    expect(read).toEqual([50, 40]);
    expect(pidsOf(rows)).toEqual([50, 40, 30, 1]);
    expect(pidsOf(rows)).toEqual([50, 40, 30, 1]);
    expect(read).toEqual([50, 40, 30, 1]);
  });

  test.each([
    ['a parent that cannot be read', { 50: 40, 40: 39 }, [50, 40]],
    ['pids that came round while they were read', { 50: 40, 40: 50 }, [50, 40]],
    ['nobody of that pid', {}, []],
  ])('end at %s', (_, table, pids) => {
    expect(pidsOf(ancestors(tableOf(table).row, 50))).toEqual(pids);
  });
});
