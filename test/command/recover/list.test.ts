import { describe, expect, it } from 'vitest';
import { lostTable } from '../../../src/command/recover/list.ts';
import { plainText } from '../../../src/command/tone.ts';
import { widthCells } from '../../../src/text/width.ts';

const rows = [
  [
    'C7',
    'Archaeologist of 狐',
    'server-lost',
    'fix the parser for good',
    'Explain how the parser nests blocks',
    '12 min ago',
    'a long session:2.1',
    '~/work/deep/project',
  ],
  ['C12', 'Fox', 'rebooted', '', 'Write the upgrade guide', 'just now', 'work:1.0', '~/work/other'],
];

describe('the table of what is lost', () => {
  it.each([45, 60, 80, 100, 240])('fits a terminal of %i columns', (cells) => {
    const lines = lostTable(rows, cells).map(plainText);
    for (const line of lines) expect(widthCells(line)).toBeLessThanOrEqual(cells);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['C#', 'C7', 'C12']);
    expect(lines[1]).toContain('server-lost');
  });

  it('says what a session is about by its task, or its last prompt where there is none', () => {
    const narrow = lostTable(rows, 80).map((line) => plainText(line).replaceAll(/ {2,}/g, '  '));
    expect(narrow[0]).not.toContain('LAST PROMPT');
    expect(narrow[1]).toContain('fix the');
    expect(narrow[2]).toContain('Write th…');
  });
});
