import { describe, expect, it } from 'vitest';
import { compareDesks } from '../../src/recovery/fidelity.ts';
import type { Desk, DeskSession, DeskWindow } from '../../src/tmux/desk.ts';
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
    readonly session?: Partial<DeskSession>;
    /** A second session, which has the same window or shares all of them. */
    readonly other?: Partial<DeskSession>;
  } = {},
): Desk {
  const pane = { pid: 1, command: 'bash', title: '' };
  const session: DeskSession = {
    id: '$0',
    name: change.name ?? 'work',
    group: null,
    seats: [{ index: 3, windowId: '@0' }],
    activeIndex: change.activeIndex ?? 3,
    lastIndex: null,
    ...change.session,
  };
  return {
    server: { socketPath: '/tmp/s', pid: 1, startedAtS: 1 },
    sessions: [
      session,
      ...(change.other === undefined ? [] : [{ ...session, id: '$1', name: 'look', ...change.other }]),
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

function differences(found: Desk, given = argv, wanted = desk()): readonly string[] {
  return compareDesks(wanted, found, given)
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
    ['a name that tmux gives', desk({ window: { hasAutomaticName: true } }), ['work:3 named by']],
    [
      'a window too many',
      desk({ session: { seats: [3, 4].map((index) => ({ index, windowId: '@0' })) } }),
      ['work windows', 'work:3 seats'],
    ],
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

  it('names a group that fell apart', () => {
    const group = { group: 'work' };
    const wanted = desk({ session: group, other: group });
    expect(differences(wanted, argv, wanted)).toEqual([]);
    expect(differences(desk({ other: {} }), argv, wanted)).toEqual(['work group', 'look group']);
  });

  it('names a window that is linked no more', () => {
    const linked = desk({ other: { seats: [{ index: 7, windowId: '@0' }], activeIndex: 7 } });
    const [window] = linked.windows;
    if (window === undefined) throw new Error('There is no window.');
    const apart: Desk = {
      ...linked,
      sessions: linked.sessions.map((session) =>
        session.name === 'look' ? { ...session, seats: [{ index: 7, windowId: '@1' }] } : session,
      ),
      windows: [window, { ...window, id: '@1' }],
    };
    expect(differences(linked, argv, linked)).toEqual([]);
    expect(differences(apart, argv, linked)).toEqual(['work:3 seats', 'look:7 seats']);
  });

  it('names a shell in another directory, and a session under other arguments', () => {
    const moved = desk({
      window: { panes: (desk().windows[0]?.panes ?? []).map((pane) => ({ ...pane, cwd: '/c' })) },
    });
    expect(differences(moved)).toEqual(['work:3.1 directory']);
    expect(differences(desk(), { ...argv, found: new Map() })).toEqual(['work:3.0 session']);
  });
});
