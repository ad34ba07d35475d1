import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawDesk } from '../../src/command/desk-drawing.ts';
import { plainText } from '../../src/command/tone.ts';
import { emptyRegistry } from '../../src/session/registry.ts';
import { widthCells } from '../../src/text/width.ts';
import type { DeskWindow } from '../../src/tmux/desk.ts';
import { desk, deskWindow, server } from '../session/pieces.ts';

function drawn(windows: readonly DeskWindow[], cells: number): readonly string[] {
  const known = { desk: desk(server(), ...windows), capturedAtMs: 0 };
  return drawDesk(emptyRegistry, known, cells).map(plainText);
}

describe('a desk', () => {
  it('has as many windows beside each other as there is room for, and the rest below', () => {
    const windows = ['@1', '@2', '@3'].map((id) => deskWindow(id, '%1'));
    expect(drawn(windows, 72)).toEqual([
      'tmux server 1 at /tmp/tmux-1000/default',
      '',
      'main',
      '  *1 name of @1                        2 name of @2',
      '  ┌────────────────────────────────┐  ┌────────────────────────────────┐',
      '  │             claude             │  │             claude             │',
      '  │              proj              │  │              proj              │',
      '  │                                │  │                                │',
      '  └────────────────────────────────┘  └────────────────────────────────┘',
      '   3 name of @3',
      '  ┌────────────────────────────────┐',
      '  │             claude             │',
      '  │              proj              │',
      '  │                                │',
      '  └────────────────────────────────┘',
    ]);
  });

  it('lets a lower window end earlier than its neighbours', () => {
    const split = {
      ...deskWindow('@1', '%1', '%2'),
      layout: '020a,80x24,0,0{40x24,0,0,1,39x24,41,0,2}',
    };
    const one = deskWindow('@2', '%3');
    const rows = drawn([one, split, { ...one, id: '@3' }], 120);
    expect(rows.at(-1)).toMatch(/^ {40,}[└┗].*[┘┛]$/);
    expect(rows.at(-3)).toMatch(/^ {2}└─+┘ {2}┃.*│ {2}└─+┘$/);
  });

  it('is never wider than the terminal, whatever the names', () => {
    assert(
      property(integer({ min: 12, max: 200 }), integer({ min: 1, max: 9 }), (cells, count) => {
        const windows = Array.from({ length: count }, (_, at) => ({
          ...deskWindow(`@${at}`, '%1'),
          name: '漢字の窓の長い名前 with more words',
        }));
        for (const row of drawn(windows, cells).slice(1)) expect(widthCells(row)).toBeLessThanOrEqual(cells);
      }),
    );
  });
});
