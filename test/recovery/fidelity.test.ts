import { describe, expect, it } from 'vitest';
import { compareDesks } from '../../src/recovery/fidelity.ts';
import type { Desk, DeskWindow } from '../../src/tmux/desk.ts';
import { layoutChecksum } from '../../src/tmux/layout.ts';

function layout(body: string): string {
  return `${layoutChecksum(body).toString(16).padStart(4, '0')},${body}`;
}

const side = layout('160x45,0,0{80x45,0,0,0,79x45,81,0,1}');

function desk(
  change: {
    readonly window?: Partial<DeskWindow>;
    readonly name?: string;
    readonly activeIndex?: number;
  } = {},
): Desk {
  const pane = { pid: 1, command: 'bash', title: '' };
  return {
    server: { socketPath: '/tmp/s', pid: 1, startedAtS: 1 },
    sessions: [
      {
        id: '$0',
        name: change.name ?? 'work',
        group: null,
        seats: [{ index: 3, windowId: '@0' }],
        activeIndex: change.activeIndex ?? 3,
        lastIndex: null,
      },
    ],
    windows: [
      {
        id: '@0',
        name: 'editor',
        layout: side,
        widthCols: 160,
        heightRows: 45,
        isZoomed: false,
        hasAutomaticName: false,
        isSynchronized: false,
        activePane: '%1',
        panes: [
          { ...pane, id: '%0', index: 0, cwd: '/a' },
          { ...pane, id: '%1', index: 1, cwd: '/b' },
        ],
        ...change.window,
      },
    ],
  };
}

const argv = {
  wanted: new Map([['%0', ['claude', '--resume', 'x']]]),
  found: new Map([['%0', ['claude', '--resume', 'x']]]),
};

function differences(found: Desk, given = argv): readonly string[] {
  return compareDesks(desk(), found, given)
    .filter(({ isSame }) => !isSame)
    .map(({ what }) => what);
}

describe('comparing a rebuilt desk with the one it was made from', () => {
  it('finds nothing between a desk and its double, whatever its ids', () => {
    const double = JSON.parse(JSON.stringify(desk()).replaceAll('@0', '@7')) as Desk;
    expect(differences(double)).toEqual([]);
  });

  it.each([
    ['a missing session', desk({ name: 'play' }), ['session work']],
    ['another current window', desk({ activeIndex: 4 }), ['work current window']],
    ['another name', desk({ window: { name: 'vim' } }), ['work:3 name']],
    [
      'a pane one cell wider',
      desk({ window: { layout: layout('160x45,0,0{81x45,0,0,0,78x45,82,0,1}') } }),
      ['work:3 geometry'],
    ],
    ['another active pane', desk({ window: { activePane: '%0' } }), ['work:3 active pane']],
    ['a zoom', desk({ window: { isZoomed: true } }), ['work:3 zoom']],
    ['panes that type together', desk({ window: { isSynchronized: true } }), ['work:3 synchronized']],
    [
      'a missing pane',
      desk({ window: { panes: desk().windows[0]?.panes.slice(0, 1) ?? [] } }),
      ['work:3 panes', 'work:3 active pane'],
    ],
  ])('names %s', (_, found, what) => {
    expect(differences(found)).toEqual(what);
  });

  it('names a shell in another directory, and a session under other arguments', () => {
    const moved = desk({
      window: { panes: (desk().windows[0]?.panes ?? []).map((pane) => ({ ...pane, cwd: '/c' })) },
    });
    expect(differences(moved)).toEqual(['work:3.1 directory']);
    expect(differences(desk(), { ...argv, found: new Map() })).toEqual(['work:3.0 session']);
  });
});
