import {
  assert,
  integer,
  letrec,
  oneof,
  property,
  record,
  tuple,
  array,
  constantFrom,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSameGeometry,
  layoutChecksum,
  paneCells,
  parseLayout,
  printLayout,
  type LayoutCell,
} from '../../src/tmux/layout.ts';

// Printed by tmux 3.3a.
const recorded = [
  'a87d,100x30,0,0,0',
  'c08a,100x30,0,0[100x15,0,0,0,100x14,0,16,1]',
  '7ce6,100x30,0,0[100x15,0,0{25x15,0,0,0,24x15,26,0,3,49x15,51,0,2},100x14,0,16,1]',
  '2cb8,100x30,0,0[100x15,0,0{25x15,0,0,0,74x15,26,0,3},100x14,0,16,1]',
];

test.each(recorded)('%s is read and printed again', (text) => {
  const layout = parseLayout(text);
  expect(layout).not.toBeNull();
  expect(layout === null ? null : printLayout(layout)).toBe(text);
});

test('the panes come in index order, with their boxes', () => {
  const layout = parseLayout(recorded[2] ?? '');
  expect(layout === null ? [] : paneCells(layout)).toEqual([
    { kind: 'pane', widthCols: 25, heightRows: 15, leftCols: 0, topRows: 0, paneNumber: 0 },
    { kind: 'pane', widthCols: 24, heightRows: 15, leftCols: 26, topRows: 0, paneNumber: 3 },
    { kind: 'pane', widthCols: 49, heightRows: 15, leftCols: 51, topRows: 0, paneNumber: 2 },
    { kind: 'pane', widthCols: 100, heightRows: 14, leftCols: 0, topRows: 16, paneNumber: 1 },
  ]);
});

const withSum = (body: string): string => `${layoutChecksum(body).toString(16)},${body}`;

describe('what is not a layout is nothing', () => {
  test.each([
    ['nothing', ''],
    ['a wrong checksum', 'a87e,100x30,0,0,0'],
    ['no checksum', '100x30,0,0,0'],
    ['an open bracket', withSum('100x30,0,0[100x15,0,0,0')],
    ['the other bracket', withSum('100x30,0,0[100x15,0,0,0,100x14,0,16,1}')],
    ['a split of one', withSum('100x30,0,0[100x15,0,0,0]')],
    ['something behind', withSum('100x30,0,0,0 x')],
    ['an unknown kind of cell', withSum('100x30,0,0<10x5,0,0,1,10x5,0,0,2>')],
  ])('%s', (_what, text) => {
    expect(parseLayout(text)).toBeNull();
  });
});

const { cell } = letrec<{ cell: LayoutCell }>((tie) => {
  const box = {
    widthCols: integer({ min: 1, max: 400 }),
    heightRows: integer({ min: 1, max: 200 }),
    leftCols: integer({ min: 0, max: 400 }),
    topRows: integer({ min: 0, max: 200 }),
  };
  const pane = record({
    kind: constantFrom('pane' as const),
    paneNumber: integer({ min: 0, max: 999 }),
    ...box,
  });
  const split = record({
    kind: constantFrom('beside' as const, 'stacked' as const),
    cells: array(tie('cell'), { minLength: 2, maxLength: 4 }),
    ...box,
  });
  return { cell: oneof({ maxDepth: 4 }, pane, split) as Arbitrary<LayoutCell> };
});

test('every layout is printed so that it is read back', () => {
  assert(
    property(cell, (layout) => {
      expect(parseLayout(printLayout(layout))).toEqual(layout);
    }),
  );
});

test('a layout without pane numbers is read as well', () => {
  const body = '80x24,0,0{40x24,0,0,39x24,41,0}';
  const layout = parseLayout(withSum(body));
  expect(layout === null ? [] : paneCells(layout).map(({ paneNumber }) => paneNumber)).toEqual([null, null]);
});

test('geometry is the same whatever the panes are called', () => {
  assert(
    property(tuple(cell, integer({ min: 1000, max: 2000 })), ([layout, number]) => {
      const renamed = (each: LayoutCell): LayoutCell =>
        each.kind === 'pane' ? { ...each, paneNumber: number } : { ...each, cells: each.cells.map(renamed) };
      expect(isSameGeometry(layout, renamed(layout))).toBe(true);
      expect(isSameGeometry(layout, { ...layout, widthCols: layout.widthCols + 1 })).toBe(false);
    }),
  );
});
