import { describe, expect, it } from 'vitest';
import { table } from '../../src/command/table.ts';
import { plainText } from '../../src/command/tone.ts';

const columns = [
  { title: 'C#' },
  { title: 'NAME', shrinksToCells: 4 },
  { title: 'DIR', shrinksToCells: 5, keeps: 'end' },
] as const;

describe('a table', () => {
  it('aligns columns by cells, not by characters', () => {
    expect(
      table(
        columns,
        [
          ['C1', '漢字', '~/a'],
          ['C12', 'abc', '~/bb'],
        ],
        80,
      ).map(plainText),
    ).toEqual(['C#   NAME  DIR', 'C1   漢字  ~/a', 'C12  abc   ~/bb']);
  });

  it('cuts the widest column that may shrink, a path at its start', () => {
    expect(table(columns, [['C1', 'Archaeologist', '~/work/deep/project']], 24).map(plainText)).toEqual([
      'C#  NAME      DIR',
      'C1  Archaeo…  …p/project',
    ]);
  });

  it('never shrinks below what was asked, even where the terminal is narrower', () => {
    const [, row] = table(columns, [['C1', 'Archaeologist', '~/work/deep/project']], 5).map(plainText);
    expect(row).toBe('C1  Arc…  …ject');
  });

  it('keeps the tone of a text that it cuts, and ends with the last text of a row', () => {
    const long = { text: 'Archaeologist', tone: 'strong' } as const;
    expect(table(columns, [['C1', long, '']], 14)).toEqual([
      [
        { text: 'C#', tone: 'quiet' },
        '  ',
        { text: 'NAME', tone: 'quiet' },
        '   ',
        { text: 'DIR', tone: 'quiet' },
      ],
      ['C1', '  ', { text: 'Arch…', tone: 'strong' }],
    ]);
  });

  it('leaves columns out in their turn where not even the narrowest fit', () => {
    const leaving = [columns[0], { ...columns[1], leaves: 2 }, { ...columns[2], leaves: 1 }];
    const row = ['C1', 'Archaeologist', '~/work'];
    expect(table(leaving, [row], 13).map(plainText)).toEqual(['C#  NAME', 'C1  Archaeol…']);
    expect(table(leaving, [row], 7).map(plainText)).toEqual(['C#', 'C1']);
  });
});
