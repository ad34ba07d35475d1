import { array, assert, boolean, integer, option, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitRow, type FittedRow, type Geometry } from '../../src/status/fit.ts';
import { type Segment, span, widthOfForm } from '../../src/status/segment.ts';

const plain: Geometry = { outerCells: 0, betweenCells: 3 };

/** A segment with forms of these texts. */
function seg(priority: number, first: string, ...rest: readonly string[]): Segment {
  const [full, ...shorter] = [first, ...rest].map((text) => [span('plain', text)] as const);
  return { priority, isGlued: false, minCells: null, forms: [full ?? [], ...shorter] };
}

function prose(priority: number, text: string, minCells: number): Segment {
  return { ...seg(priority, text), minCells };
}

function texts(placed: FittedRow['left']): string {
  return placed.map(({ form }) => form.map((piece) => piece.text).join('')).join('|');
}

function left(columns: number, ...segments: readonly Segment[]): string {
  return texts(fitRow({ left: segments, right: [] }, columns, plain).left);
}

const name = seg(90, 'Archive Diver');
const model = seg(50, 'Sonnet 5 high', 'Sonnet 5');
const cost = seg(30, '$1.24 $0.83/h', '$1.24');

describe('a row', () => {
  test.each<readonly [string, number, string]>([
    ['is whole where there is room', 45, 'Archive Diver|Sonnet 5 high|$1.24 $0.83/h'],
    ['first shortens what matters least', 44, 'Archive Diver|Sonnet 5 high|$1.24'],
    ['then what matters more', 36, 'Archive Diver|Sonnet 5|$1.24'],
    ['then drops what matters least', 31, 'Archive Diver|Sonnet 5 high|'],
    ['keeps what matters most', 20, 'Archive Diver||'],
    ['cuts the last one standing', 8, 'Archive…||'],
    ['leaves one cell to the ellipsis', 1, '…||'],
  ])('%s', (_what, columns, expected) => {
    expect(left(columns, name, model, cost)).toBe(expected);
  });

  test('gives up the later of equals', () => {
    expect(left(10, seg(50, 'one'), seg(50, 'two'), seg(50, 'three'))).toBe('one|two|');
  });

  test('cuts prose to what is left, but not below its least', () => {
    expect(left(30, name, prose(40, 'a long summary of the work', 8))).toBe('Archive Diver|a long summar…');
    expect(left(22, name, prose(40, 'a long summary of the work', 8))).toBe('Archive Diver|');
  });

  test('takes back what there is room for, the most important first', () => {
    // Dropping the long one leaves room for the full forms of the others.
    expect(
      left(30, seg(90, 'name in full', 'name'), seg(80, 'model in full', 'model'), seg(10, 'x'.repeat(25))),
    ).toBe('name in full|model in full|');
  });

  test('shows one fact more before it says another at length', () => {
    const row = [seg(90, 'context in full', 'ctx'), seg(80, 'x'.repeat(25)), seg(10, 'api')];
    expect(left(20, ...row)).toBe('ctx||api');
    expect(left(24, ...row)).toBe('context in full||api');
  });

  test('ends at a word, not at the space behind it', () => {
    expect(left(6, seg(90, 'expired tokens'))).toBe('expir…');
    expect(left(9, seg(90, 'expired tokens'))).toBe('expired…');
  });

  test('keeps two cells between its sides', () => {
    const sides = { left: [seg(90, 'left')], right: [seg(80, 'right')] };
    const fitted = (columns: number): string => {
      const row = fitRow(sides, columns, plain);
      return `${texts(row.left)}/${texts(row.right)}`;
    };
    expect(fitted(11)).toBe('left/right');
    expect(fitted(10)).toBe('left/');
  });

  test('says what became of each', () => {
    const row = fitRow(
      { left: [name, model, prose(40, 'a long summary of the work', 8), cost], right: [] },
      38,
      plain,
    );
    expect(row.left.map(({ fate }) => fate)).toEqual(['whole', 'shortened', 'cut', 'dropped']);
  });
});

describe('whatever the segments and the width', () => {
  const segments = array(
    record({
      priority: integer({ min: 0, max: 100 }),
      isGlued: boolean(),
      minCells: option(integer({ min: 1, max: 20 })),
      forms: array(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }).map(
        (cells): Segment['forms'] => {
          const [first, ...rest] = cells
            .sort((a, b) => b - a)
            .map((count) => [span('plain', 'x'.repeat(count))]);
          return [first ?? [], ...rest];
        },
      ),
    }),
    { maxLength: 8 },
  );
  const geometry = record({
    outerCells: integer({ min: 0, max: 3 }),
    betweenCells: integer({ min: 0, max: 4 }),
  });

  test('a row fits, and is not empty where there was something and room for a cell', () => {
    assert(
      property(
        segments,
        segments,
        integer({ min: 4, max: 120 }),
        geometry,
        (ofLeft, ofRight, columns, chosen) => {
          const row = fitRow({ left: ofLeft, right: ofRight }, columns, chosen);
          const sides = [row.left, row.right].map((side) => side.filter(({ fate }) => fate !== 'dropped'));
          const cells = sides.map((side) => {
            const inside = side.reduce((sum, { form }) => sum + widthOfForm(form), 0);
            const gaps = side
              .slice(1)
              .reduce((sum, { isGlued }) => sum + (isGlued ? 1 : chosen.betweenCells), 0);
            return side.length === 0 ? 0 : inside + gaps + chosen.outerCells;
          });
          const [leftCells = 0, rightCells = 0] = cells;
          expect(leftCells + rightCells + (leftCells > 0 && rightCells > 0 ? 2 : 0)).toBeLessThanOrEqual(
            columns,
          );
          expect(leftCells + rightCells > 0).toBe(ofLeft.length + ofRight.length > 0);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
