import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colourCodes, nearest16, nearest256, shownAs } from '../../src/status/colour.ts';
import { renderLine } from '../../src/status/line.ts';
import type { LineOptions } from '../../src/status/options.ts';
import type { ColourLevel } from '../../src/status/terminal.ts';
import type { Block, Colour } from '../../src/status/theme.ts';
import { themeNames, themes } from '../../src/status/themes.ts';
import { fullFacts, plainTerminal, sampleFacts, openOptions } from './sample.ts';

const clay: Colour = { rgb: 0xd0682e, ansi: 3 };

describe('a colour', () => {
  test.each<readonly [ColourLevel, boolean, string]>([
    ['none', false, ''],
    ['16', false, '33'],
    ['16', true, '43'],
    ['256', false, '38;5;166'],
    ['256', true, '48;5;166'],
    ['truecolour', false, '38;2;208;104;46'],
    ['truecolour', true, '48;2;208;104;46'],
  ])('at %s, as background: %s', (level, isBackground, codes) => {
    expect(colourCodes(clay, level, isBackground)).toBe(codes);
  });

  test("of the terminal's own sixteen is the same at every level", () => {
    const own: Colour = { rgb: null, ansi: 12 };
    expect((['16', '256', 'truecolour'] as const).map((level) => colourCodes(own, level, false))).toEqual([
      '94',
      '94',
      '94',
    ]);
  });

  test.each([
    [0x000000, 16],
    [0xffffff, 231],
    [0xff0000, 196],
    [0x808080, 244],
    [0x5f87af, 67],
  ])('#%i is nearest to %i of the 256', (rgb, index) => {
    expect(nearest256(rgb)).toBe(index);
  });

  test.each([
    [16, 0x000000],
    [166, 0xd75f00],
    [231, 0xffffff],
    [232, 0x080808],
    [255, 0xeeeeee],
  ])('of the 256, %i, is shown as #%i', (index, rgb) => {
    expect(shownAs(index)).toBe(rgb);
    expect(nearest256(rgb)).toBe(index);
  });

  test('is always one of the 240 that look the same everywhere', () => {
    const any = integer({ min: 0, max: 0xffffff });
    assert(property(any, (rgb) => nearest256(rgb) >= 16 && nearest256(rgb) <= 255));
    assert(property(any, (rgb) => nearest16(rgb) >= 0 && nearest16(rgb) <= 15));
  });
});

/** Contrast by WCAG 2: 1 to 21. */
function contrast(a: number, b: number): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(rgb: number): number {
  const [red = 0, green = 0, blue = 0] = [16, 8, 0].map((shift) => {
    const channel = ((rgb >> shift) & 255) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const grounds = {
  dark: [0x000000, 0x1e1e1e],
  light: [0xffffff, 0xf5f0e6],
  any: [0x000000, 0x181818, 0xffffff],
};

describe.each(themeNames)('the theme %s', (name) => {
  const theme = themes[name];
  const looks = Object.entries(theme.looks).filter(([role]) => role !== 'separator');

  test.each([
    ['true colour', (rgb: number) => rgb],
    // What tmux leaves of it for most.
    ['256 colours', (rgb: number) => shownAs(nearest256(rgb))],
  ])('can be read on the grounds that it was made for, in %s', (_, shown) => {
    const faint = looks.filter(([, look]) => {
      const rgb = look.text?.rgb ?? null;
      return rgb !== null && grounds[theme.ground].some((ground) => contrast(shown(rgb), ground) < 3);
    });
    expect(faint.map(([role]) => role)).toEqual([]);
  });

  test.each(['16', '256', 'truecolour'] as const)(
    'tells the name, what is well, what is worrying and what is bad apart, at %s',
    (level) => {
      const codes = (['name', 'good', 'warn', 'bad'] as const).flatMap((role) => {
        const { text, isBold } = theme.looks[role] ?? {};
        return text === undefined ? [] : [`${isBold === true}${colourCodes(text, level, false)}`];
      });
      expect(new Set(codes).size).toBe(codes.length);
    },
  );

  test('can be read on its own blocks', () => {
    const blocks: readonly Block[] = [...theme.blocks, ...Object.values(theme.alerts ?? {})];
    const faint = blocks.filter(({ background, text }) => {
      const [ground, ink] = [background?.rgb ?? null, text?.rgb ?? null];
      return ground !== null && ink !== null && contrast(ground, ink) < 4.5;
    });
    expect(faint).toEqual([]);
  });

  test('writes no colour where none is wanted', () => {
    const line = renderLine(fullFacts({ terminal: plainTerminal(120) }), {
      ...openOptions,
      theme: name,
      style: 'blocks',
    });
    expect(line).not.toContain('\u001b');
  });
});

test('there are at least six themes, for dark and for light grounds', () => {
  expect(themeNames.length).toBeGreaterThanOrEqual(6);
  expect(new Set(themeNames.map((name) => themes[name].ground))).toEqual(new Set(['dark', 'light', 'any']));
});

/** One row of a few widgets in the terminal's own colours, ESC shown as ␛. */
function drawn(options: Partial<LineOptions>): string {
  const terminal = { columns: 60, rows: 40, colours: '16', hasLinks: false } as const;
  const left = (['name', 'number', 'cost'] as const).map((widget) => ({ widget }));
  const rows = [{ left, right: [{ widget: 'shield' as const }] }];
  const line = renderLine(sampleFacts({ terminal }), {
    ...openOptions,
    theme: 'terminal',
    maxRows: 1,
    rows,
    ...options,
  });
  return line.replaceAll('\u001b', '␛');
}

describe('a style', () => {
  test('plain sets segments apart by the separator', () => {
    expect(drawn({ style: 'plain' })).toBe(
      `␛[1;36mArchive Diver␛[0m ␛[2mC7 · ␛[0m$1.24␛[2m $0.83/h␛[0m${' '.repeat(27)}␛[32m⛨␛[0m`,
    );
  });

  test('blocks stand on backgrounds, and what is glued shares one', () => {
    expect(drawn({ style: 'blocks' })).toMatch(
      /^␛\[30;46m ␛\[0;1;30;46mArchive Diver␛\[0;30;46m C7 ␛\[0;97;100m \$1\.24/,
    );
  });

  test('powerline points from one background to the next', () => {
    const line = drawn({ style: 'powerline' });
    expect(line).toContain('␛[0;36;100m\ue0b0');
    expect(line).toContain('␛[0;90m\ue0b0␛[0m');
    expect(line).toContain('\ue0b2');
  });

  test('capsule rounds both ends', () => {
    expect(drawn({ style: 'capsule' })).toMatch(/^␛\[36m\ue0b6.*C7␛\[0;36m\ue0b4␛\[0m ␛\[90m\ue0b6/);
  });

  test.each(['plain', 'powerline', 'capsule', 'blocks'] as const)(
    '%s is as wide as the terminal with a right side',
    (style) => {
      const text = drawn({ style }).replace(/␛\[[\d;]*m/g, '');
      expect(text).toHaveLength(60);
    },
  );
});

describe('links', () => {
  test.each([true, false])('are written where the terminal takes them: %s', (hasLinks) => {
    const line = renderLine(fullFacts({ terminal: { columns: 200, rows: 40, colours: 'none', hasLinks } }), {
      ...openOptions,
      rows: [{ left: [{ widget: 'branch' }, { widget: 'pullRequest' }, { widget: 'number' }], right: [] }],
    });
    const targets = [...line.replaceAll('\u001b', '␛').matchAll(/␛\]8;;([^␛]+)␛/g)].map((found) => found[1]);
    expect(targets).toEqual(
      hasLinks
        ? [
            'https://github.com/dev/proj/tree/feature/login',
            'https://github.com/dev/proj/pull/128',
            'file:///home/dev/.claude/projects/-home-dev-proj/763984d1.jsonl',
          ]
        : [],
    );
  });
});
