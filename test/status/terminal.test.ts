import { describe, expect, test } from 'vitest';
import {
  type ColourLevel,
  colourLevel,
  type Environment,
  takesLinks,
  terminalFacts,
} from '../../src/status/terminal.ts';

const truecolour = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };

describe('the colour level', () => {
  test.each<readonly [string, Environment, ColourLevel]>([
    ['nothing known', {}, '16'],
    ['a dumb terminal', { TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
    ['an ordinary terminal', { TERM: 'xterm' }, '16'],
    ['256 colours', { TERM: 'xterm-256color' }, '256'],
    ['COLORTERM', truecolour, 'truecolour'],
    ['COLORTERM as 24bit', { TERM: 'xterm', COLORTERM: '24bit' }, 'truecolour'],
    ['a COLORTERM that says nothing', { TERM: 'xterm', COLORTERM: 'yes' }, '16'],
    ['a direct-colour terminal', { TERM: 'xterm-direct' }, 'truecolour'],
    ['kitty', { TERM: 'xterm-kitty' }, 'truecolour'],
    ['iTerm', { TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'truecolour'],
    ["macOS's own terminal", { TERM: 'xterm', TERM_PROGRAM: 'Apple_Terminal' }, '256'],
    ['Windows Terminal', { WT_SESSION: 'x' }, 'truecolour'],
    ["tmux's clamp", { ...truecolour, TMUX: '/tmp/x,1,0' }, '256'],
    [
      'tmux told to pass all on',
      { ...truecolour, TMUX: '/tmp/x,1,0', CLAUDE_CODE_TMUX_TRUECOLOR: '0' },
      'truecolour',
    ],
    ['NO_COLOR', { ...truecolour, NO_COLOR: '1' }, 'none'],
    ['an empty NO_COLOR', { ...truecolour, NO_COLOR: '' }, 'truecolour'],
    ['FORCE_COLOR over NO_COLOR', { TERM: 'dumb', NO_COLOR: '1', FORCE_COLOR: '1' }, '16'],
    ['FORCE_COLOR of none', { ...truecolour, FORCE_COLOR: '0' }, 'none'],
    ['FORCE_COLOR of false', { ...truecolour, FORCE_COLOR: 'false' }, 'none'],
    ['FORCE_COLOR of 256', { TERM: 'dumb', FORCE_COLOR: '2' }, '256'],
    ['FORCE_COLOR of all, in tmux', { TMUX: 'x', FORCE_COLOR: '3' }, 'truecolour'],
    ['FORCE_COLOR without a number', { ...truecolour, FORCE_COLOR: '' }, 'truecolour'],
    ['FORCE_COLOR with nonsense', { TERM: 'dumb', FORCE_COLOR: 'yes' }, '16'],
  ])('with %s', (_what, env, level) => {
    expect(colourLevel(env)).toBe(level);
  });
});

describe('links', () => {
  test.each<readonly [string, Environment, string | null, boolean]>([
    ['nothing known', {}, null, false],
    ['kitty', { TERM: 'xterm-kitty' }, null, true],
    ['WezTerm', { TERM_PROGRAM: 'WezTerm' }, null, true],
    ['a VTE that draws them', { VTE_VERSION: '6800' }, null, true],
    ['a VTE too old', { VTE_VERSION: '4600' }, null, false],
    ['a VTE that is none', { VTE_VERSION: 'new' }, null, false],
    ['a dumb terminal', { TERM: 'dumb', TERM_PROGRAM: 'WezTerm' }, null, false],
    ['tmux of which nothing is known', { TMUX: 'x', TERM_PROGRAM: 'WezTerm' }, null, false],
    ['tmux whose client draws them', { TMUX: 'x' }, 'bpaste,hyperlinks,title', true],
    ['tmux whose client does not', { TMUX: 'x' }, 'bpaste,title', false],
    ['FORCE_HYPERLINK', { TMUX: 'x', FORCE_HYPERLINK: '1' }, null, true],
    ['FORCE_HYPERLINK off', { TERM: 'xterm-kitty', FORCE_HYPERLINK: '0' }, null, false],
  ])('with %s', (_what, env, features, expected) => {
    expect(takesLinks(env, features)).toBe(expected);
  });
});

describe('the size', () => {
  test.each<readonly [string, Environment, number | null, number | null]>([
    ['given', { COLUMNS: '120', LINES: '40' }, 120, 40],
    ['missing', {}, null, null],
    ['nonsense', { COLUMNS: 'wide', LINES: '-3' }, null, null],
    ['absurd', { COLUMNS: '0', LINES: '1e9' }, null, null],
    ['half a cell', { COLUMNS: '80.5', LINES: '' }, null, null],
  ])('%s', (_what, env, columns, rows) => {
    expect(terminalFacts(env, null)).toMatchObject({ columns, rows });
  });
});
