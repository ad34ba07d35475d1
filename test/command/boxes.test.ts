import { assert, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBoxes, type DrawnPane } from '../../src/command/boxes.ts';
import { plainText } from '../../src/command/tone.ts';
import { widthCells } from '../../src/text/width.ts';

function pane(
  box: readonly [number, number, number, number],
  lines: readonly string[],
  isActive = false,
): DrawnPane {
  const [leftCols, topRows, widthCols, heightRows] = box;
  return { leftCols, topRows, widthCols, heightRows, lines, isActive };
}

describe('drawing a window', () => {
  it('draws one pane as one box with its lines in the middle', () => {
    const drawn = drawBoxes([pane([0, 0, 80, 24], ['C1 Digger', 'idle'])], { columns: 21, rows: 4 });
    expect(drawn.map(plainText)).toEqual([
      '┌───────────────────┐',
      '│     C1 Digger     │',
      '│       idle        │',
      '└───────────────────┘',
    ]);
  });

  it('joins the borders of neighbours and draws the active one heavy', () => {
    const left = pane([0, 0, 40, 24], ['one']);
    const right = pane([41, 0, 39, 24], ['two'], true);
    expect(drawBoxes([left, right], { columns: 21, rows: 3 }).map(plainText)).toEqual([
      '┌─────────┳━━━━━━━━━┓',
      '│   one   ┃   two   ┃',
      '└─────────┻━━━━━━━━━┛',
    ]);
  });

  it('keeps quiet what is not the active pane, and a text in its own tone', () => {
    const left = pane([0, 0, 40, 24], ['one']);
    const right = { ...pane([41, 0, 39, 24], [], true), lines: [{ text: 'two', tone: 'lost' } as const] };
    expect(drawBoxes([left, right], { columns: 21, rows: 3 })[1]).toEqual([
      { text: '│   ', tone: 'quiet' },
      'one',
      { text: '   ', tone: 'quiet' },
      '┃',
      { text: '   ', tone: 'quiet' },
      { text: 'two', tone: 'lost' },
      { text: '   ', tone: 'quiet' },
      '┃',
    ]);
  });

  it('keeps every row at full width, whatever the panes and however wide their characters', () => {
    const size = integer({ min: 1, max: 60 });
    assert(
      property(tuple(size, size), tuple(size, size), ([cut, height], [columns, rows]) => {
        const panes = [
          pane([0, 0, cut, height], ['漢字の名前', '🧪 test']),
          pane([cut + 1, 0, 20, height], ['x'], true),
        ];
        const drawn = drawBoxes(panes, { columns: columns + 2, rows: rows + 2 });
        expect(drawn).toHaveLength(rows + 2);
        for (const row of drawn) expect(widthCells(plainText(row))).toBe(columns + 2);
      }),
    );
  });
});
