import { describe, expect, test } from 'vitest';
import { directoriesOf, hasUntold } from '../../src/session/untold.ts';
import type { Desk, DeskPane, DeskWindow } from '../../src/tmux/desk.ts';

const shell: DeskPane = { id: '%0', index: 0, pid: 100, cwd: '/home', command: 'zsh', title: 'home' };
const build: DeskPane = { id: '%1', index: 1, pid: 101, cwd: '/src', command: 'make', title: '' };
const window: DeskWindow = {
  id: '@0',
  name: 'zsh',
  layout: 'l',
  widthCols: 80,
  heightRows: 24,
  isZoomed: false,
  hasAutomaticName: true,
  isSynchronized: false,
  activePane: '%0',
  panes: [shell, build],
};
const other: DeskWindow = { ...window, id: '@1', name: 'mine', hasAutomaticName: false, panes: [] };

function desk(
  windows: readonly DeskWindow[] = [window, other],
  order: readonly string[] = ['@0', '@1'],
): Desk {
  return {
    server: { socketPath: '/s', pid: 1, startedAtS: 1 },
    sessions: [
      {
        id: '$0',
        name: 'main',
        group: null,
        seats: order.map((windowId, index) => ({ index, windowId })),
        activeIndex: 0,
        lastIndex: null,
      },
    ],
    windows,
  };
}

const withPanes = (...panes: readonly DeskPane[]): Desk => desk([{ ...window, panes }, other]);
const nowhere = new Map<string, string>();

describe('a capture that no hook called for', () => {
  test.each<readonly [string, Desk]>([
    ['the same desk', desk()],
    ['the same desk, listed in another order', desk([other, window])],
    ['a name that tmux gave', desk([{ ...window, name: 'make' }, other])],
    ['another program in front', withPanes({ ...shell, command: 'ls' }, { ...build, command: 'cc' })],
    ['another title', withPanes({ ...shell, title: '~/src' }, build)],
    ['a program that passes through a directory', withPanes(shell, { ...build, cwd: '/src/lib' })],
  ])('tells nothing by %s', (_case, found) => {
    expect(hasUntold(desk(), found, nowhere)).toBe(false);
  });

  test.each<readonly [string, Desk]>([
    ['windows that changed places', desk([window, other], ['@1', '@0'])],
    ['a window more', desk([window, other, { ...other, id: '@2' }])],
    ['a window less', desk([window])],
    ['another window', desk([window, { ...other, id: '@2' }])],
    ['a name that somebody gave', desk([window, { ...other, name: 'yours' }])],
    ['a name that tmux gives from now on', desk([window, { ...other, hasAutomaticName: true }])],
    ['an option', desk([{ ...window, isSynchronized: true }, other])],
    ['a pane with another process', withPanes({ ...shell, pid: 7 }, build)],
    ['a shell that went elsewhere', withPanes({ ...shell, cwd: '/tmp' }, build)],
    ['a program that shall come back', withPanes({ ...shell, program: ['htop'] }, build)],
  ])('tells of %s', (_case, found) => {
    expect(hasUntold(desk(), found, nowhere)).toBe(true);
  });

  test('tells of a program that stays in another directory', () => {
    const found = withPanes(shell, { ...build, cwd: '/src/lib' });
    expect(hasUntold(desk(), found, directoriesOf(desk()))).toBe(false);
    expect(hasUntold(desk(), found, directoriesOf(found))).toBe(true);
  });

  test('tells everything of a desk that is not known', () => {
    expect(hasUntold(undefined, desk(), nowhere)).toBe(true);
  });
});
