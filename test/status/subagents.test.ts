import { anything, assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultOptions } from '../../src/status/options.ts';
import { renderSubagents } from '../../src/status/subagents.ts';
import { widthCells } from '../../src/text/width.ts';
import { nowMs, plainTerminal } from './sample.ts';

const around = { terminal: plainTerminal(200), nowMs };

const task = {
  id: 'a1',
  name: 'explorer',
  type: 'local_agent',
  status: 'running',
  description: 'Find the parser',
  label: 'Reading src/journal/frame.ts',
  startTime: nowMs - 190_000,
  model: 'Haiku 5',
  tokenCount: 12_300,
  contextWindowSize: 200_000,
  tokenSamples: [1, 2],
  cwd: '/home/dev/proj',
};

function contents(input: unknown): readonly (readonly [string, string])[] {
  const lines = renderSubagents(JSON.stringify(input), around, defaultOptions).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const row = JSON.parse(line) as { readonly id: string; readonly content: string };
      return [row.id, row.content];
    });
}

describe('the rows of sub-agents', () => {
  test('say what one does where the client gives it no name', () => {
    const [[, row] = ['', '']] = contents({ columns: 100, tasks: [{ ...task, name: undefined }] });
    expect(row).toMatch(/^Reading src\/journal\/frame.ts · Haiku 5/);
  });

  test('say who, what, how much and how long', () => {
    expect(contents({ columns: 100, tasks: [task] })).toEqual([
      ['a1', 'explorer · Reading src/journal/frame.ts · Haiku 5 · 12k tok 6% · 3m'],
    ]);
  });

  test('keep to the columns that the client gives', () => {
    const [row] = contents({ columns: 40, tasks: [task] });
    expect(row).toEqual(['a1', 'explorer · Reading src/j… · 12k tok · 3m']);
    expect(widthCells(row?.[1] ?? '')).toBeLessThanOrEqual(40);
  });

  test.each([
    ['running', /^explorer/],
    ['pending', /^◆ explorer/],
    ['completed', /^○ explorer/],
    ['failed', /^✗ explorer/],
    ['killed', /^✗ explorer/],
    ['dreaming', /^explorer/],
  ])('have a sign where one is %s, or none', (status, wanted) => {
    expect(contents({ columns: 100, tasks: [{ ...task, status }] })[0]?.[1]).toMatch(wanted);
  });

  test.each([
    [59_999, /tok 6%$/],
    [60_000, /tok 6% · 1m$/],
    [-5_000, /tok 6%$/],
  ])('count no seconds, which would stand still: after %i ms', (ranForMs, wanted) => {
    const tasks = [{ ...task, startTime: nowMs - ranForMs }];
    expect(contents({ columns: 100, tasks })[0]?.[1]).toMatch(wanted);
  });

  test('say little of a task that says little', () => {
    expect(contents({ columns: 80, tasks: [{ id: 'b' }] })).toEqual([['b', 'task']]);
  });

  test('are one for each task with an id, in their order', () => {
    const tasks = [task, { name: 'nameless' }, null, 3, { ...task, id: 'a2', status: 'failed', label: null }];
    expect(contents({ columns: 60, tasks }).map(([id]) => id)).toEqual(['a1', 'a2']);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{"tasks":'],
    ['no tasks', '{}'],
    ['tasks that are none', '{"tasks":3}'],
  ])('of %s are none', (_what, json) => {
    expect(renderSubagents(json, around, defaultOptions)).toBe('');
  });

  test('hold no foreign sequence', () => {
    const hostile = { ...task, name: 'a\u001b[2J', label: '\u001b]52;c;x\u0007\nb', model: '\u009b31m' };
    expect(contents({ columns: 80, tasks: [hostile] })[0]?.[1]).toMatch(/^[^\p{Cc}]+$/u);
  });

  test('are never empty, whatever a task holds', () => {
    assert(
      property(anything(), anything(), (name, label) =>
        contents({ columns: 30, tasks: [{ id: 'x', name, label }] }).every(
          ([, content]) => content.trim() !== '',
        ),
      ),
    );
  });
});
