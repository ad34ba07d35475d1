import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowSpec } from '../../src/status/options.ts';
import {
  moved,
  takenOut,
  type WidgetMove,
  widgetMoves,
  type WidgetSpot,
} from '../../src/status/widget-move.ts';
import type { WidgetName } from '../../src/status/widget-names.ts';

/** `name model | clock` is a row with two widgets left and one right. */
function rowsOf(...texts: readonly string[]): readonly RowSpec[] {
  return texts.map((text) => {
    const [left = '', right = ''] = text.split('|');
    return { left: sideOf(left), right: sideOf(right) };
  });
}

function sideOf(words: string): RowSpec['left'] {
  const names = words.split(' ').filter((word) => word !== '');
  return names.map((word) => ({ widget: word as WidgetName }));
}

function textOf(rows: readonly RowSpec[]): readonly string[] {
  return rows.map(({ left, right }) =>
    [left, right].map((side) => side.map(({ widget }) => widget).join(' ')).join('|'),
  );
}

function spotOf(rows: readonly RowSpec[], name: string): WidgetSpot {
  for (const [row, specs] of rows.entries())
    for (const side of ['left', 'right'] as const) {
      const index = specs[side].findIndex(({ widget }) => widget === name);
      if (index >= 0) return { row, side, index };
    }
  throw new Error(`There is no ${name}.`);
}

const rows = rowsOf('name model|clock', 'task', 'fleet cost|shield');

describe('a widget', () => {
  test.each<readonly [string, WidgetMove, readonly string[]]>([
    ['model', 'earlier', ['model name|clock', 'task|', 'fleet cost|shield']],
    ['name', 'later', ['model name|clock', 'task|', 'fleet cost|shield']],
    ['model', 'side', ['name|model clock', 'task|', 'fleet cost|shield']],
    ['clock', 'side', ['name model clock|', 'task|', 'fleet cost|shield']],
    ['name', 'down', ['model|clock', 'task name|', 'fleet cost|shield']],
    ['task', 'up', ['name model task|clock', 'fleet cost|shield']],
    ['task', 'down', ['name model|clock', 'fleet cost task|shield']],
    ['shield', 'up', ['name model|clock', 'task|shield', 'fleet cost|']],
    ['cost', 'down', ['name model|clock', 'task|', 'fleet|shield', 'cost|']],
  ])('%s goes %s', (name, move, wanted) => {
    const done = moved(rows, spotOf(rows, name), move);
    expect(textOf(done?.rows ?? [])).toEqual(wanted);
    expect(done?.spot).toEqual(spotOf(done?.rows ?? [], name));
  });

  test.each<readonly [string, WidgetMove]>([
    ['name', 'earlier'],
    ['model', 'later'],
    ['clock', 'later'],
    ['name', 'up'],
  ])('%s cannot go %s', (name, move) => {
    expect(moved(rows, spotOf(rows, name), move)).toBeNull();
  });

  test('alone in the last row cannot go down, and none makes a ninth row', () => {
    expect(moved(rowsOf('name'), { row: 0, side: 'left', index: 0 }, 'down')).toBeNull();
    const eight = rowsOf(...Array<string>(7).fill('text'), 'task cost');
    expect(moved(eight, spotOf(eight, 'cost'), 'down')).toBeNull();
  });

  test('that is taken out takes an empty row with it', () => {
    expect(textOf(takenOut(rows, spotOf(rows, 'task')))).toEqual(['name model|clock', 'fleet cost|shield']);
    expect(textOf(takenOut(rows, spotOf(rows, 'clock')))).toEqual([
      'name model|',
      'task|',
      'fleet cost|shield',
    ]);
  });

  test('is never lost or doubled, however it is moved', () => {
    const names = rows.flatMap(({ left, right }) => [...left, ...right]).map(({ widget }) => widget);
    assert(
      property(
        constantFrom(...names),
        constantFrom(...widgetMoves),
        integer({ min: 1, max: 12 }),
        (name, move, times) => {
          let now: readonly RowSpec[] = rows;
          for (let count = 0; count < times; count += 1)
            now = moved(now, spotOf(now, name), move)?.rows ?? now;
          expect(
            now
              .flatMap(({ left, right }) => [...left, ...right])
              .map(({ widget }) => widget)
              .sort(),
          ).toEqual(names.toSorted());
          expect(now.every(({ left, right }) => left.length + right.length > 0)).toBe(true);
        },
      ),
    );
  });
});
