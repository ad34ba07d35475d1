import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAnsi } from '../../scripts/pictures/ansi.ts';
import { drawSvg, type Panel } from '../../scripts/pictures/svg.ts';
import { themeNames } from '../../src/status/themes.ts';

const root = join(import.meta.dirname, '../..');
const ground = { background: '#000000', text: '#ffffff' };

function panel(output: string): Panel {
  return { title: null, ground, lines: readAnsi(output) };
}

function draw(output: string): string {
  return drawSvg([panel(output)], 40, 'label');
}

describe('terminal output', () => {
  const looks: readonly (readonly [string, string, object])[] = [
    ['true colour', '\u001b[38;2;255;128;0mx', { text: '#ff8000' }],
    ['a cube colour', '\u001b[38;5;208mx', { text: '#ff8700' }],
    ['a grey', '\u001b[48;5;244mx', { ground: '#808080' }],
    ['bold and a colour at once', '\u001b[1;38;5;16mx', { isBold: true, text: '#000000' }],
    ['a colour taken back', '\u001b[1;31m\u001b[39mx', { isBold: true, text: null }],
    [
      'everything taken back',
      '\u001b[1;3;4;7;31;42m\u001b[0mx',
      { isBold: false, isItalic: false, text: null },
    ],
    ['a link, which looks like its text', '\u001b]8;;https://a.b\u001b\\x', { text: null }],
    ['a move of the cursor, which draws nothing', '\u001b[2Kx', { text: null }],
  ];
  it.each(looks)('is read with %s', (_, output, look) => {
    const [cells = []] = readAnsi(output);
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({ character: 'x', column: 0, look });
  });

  it('is placed by cells: wide characters take two, marks none', () => {
    const [cells = []] = readAnsi('a領e\u0301b');
    expect(cells.map(({ character, column }) => [character, column])).toEqual([
      ['a', 0],
      ['領', 1],
      ['e\u0301', 3],
      ['b', 4],
    ]);
  });
});

describe('a picture', () => {
  it('holds the text as text, harmless', () => {
    const svg = draw('<script>"&');
    expect(svg).toContain('&lt;script&gt;&quot;&amp;');
    expect(svg).not.toContain('<script>');
  });

  it('draws frames as lines, one stroke for each that goes on', () => {
    const svg = draw('┌───┐');
    expect(svg.match(/<path/g)).toHaveLength(1);
    expect(svg.match(/H/g)).toHaveLength(1);
  });

  it('is as high as its lines and as wide as it was told', () => {
    const height = (output: string): number =>
      Number(/viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(draw(output))?.[1]);
    expect(height('a\nb\nc') - height('a')).toBe(36);
    expect(draw('a')).toContain('viewBox="0 0 365.2 ');
  });
});

describe('the pictures in the documentation', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const drawn = readdirSync(join(root, 'docs/pictures'));

  it('are there for every place that shows one', () => {
    const shown = [...readme.matchAll(/docs\/pictures\/([\w-]+\.svg)/g)].map(([, name]) => name);
    expect(shown.length).toBeGreaterThan(0);
    for (const name of shown) expect(drawn).toContain(name);
  });

  it('say the same as the text beside them', () => {
    const sample = /<!-- recover-list:[^\n]*-->\n```\n([^]*?)```/.exec(readme)?.[1] ?? '';
    const svg = readFileSync(join(root, 'docs/pictures/recover-list.svg'), 'utf8');
    const drawnText = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).join('');
    expect(sample.replaceAll(/\s/g, '')).toBe(drawnText.replaceAll(/\s/g, ''));
    expect(sample).toContain('can come back');
  });

  it('have every theme', () => {
    const svg = readFileSync(join(root, 'docs/pictures/themes.svg'), 'utf8');
    for (const theme of themeNames) expect(svg).toContain(`>${theme}</text>`);
  });
});
