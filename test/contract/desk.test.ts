import { assert, asyncProperty, integer, array, record, constantFrom, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import type { Desk } from '../../src/tmux/desk.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { openFakeWorld, openRealWorld, stay, withSession, type TmuxWorld } from './tmux-worlds.ts';

/** A desk without what must differ between two servers. */
function comparable(desk: Desk): unknown {
  return {
    sessions: desk.sessions,
    windows: desk.windows.map((window) => ({
      ...window,
      name: window.hasAutomaticName ? 'automatic' : window.name,
      panes: window.panes.map(({ id, index }) => ({ id, index })),
    })),
  };
}

/** One thing to do to a desk; the numbers choose what it is done to. */
interface Move {
  readonly kind: keyof typeof moves;
  readonly a: number;
  readonly b: number;
}

function pick<T>(all: readonly T[], at: number): T {
  const one = all[at % all.length];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

const windowOf = (desk: Desk, at: number): string => pick(desk.windows, at).id;
const paneOf = (desk: Desk, at: number): string =>
  pick(
    desk.windows.flatMap((window) => window.panes.map(({ id }) => id)),
    at,
  );
const sessionOf = (desk: Desk, at: number): string => pick(desk.sessions, at).id;
const seatOf = (desk: Desk, at: number): string =>
  pick(
    desk.sessions.flatMap((session) => session.seats.map(({ index }) => `${session.id}:${index}`)),
    at,
  );

const moves = {
  splitDown: (desk: Desk, { a }: Move) => ['split-window', '-d', '-t', paneOf(desk, a), ...stay],
  splitBeside: (desk: Desk, { a }: Move) => ['split-window', '-h', '-t', paneOf(desk, a), ...stay],
  killPane: (desk: Desk, { a }: Move) => ['kill-pane', '-t', paneOf(desk, a)],
  focusPane: (desk: Desk, { a }: Move) => ['select-pane', '-t', paneOf(desk, a)],
  zoom: (desk: Desk, { a }: Move) => ['resize-pane', '-Z', '-t', paneOf(desk, a)],
  newWindow: (desk: Desk, { a }: Move) => ['new-window', '-t', `${sessionOf(desk, a)}:`, ...stay],
  newWindowAt: (desk: Desk, { a, b }: Move) => [
    'new-window',
    '-d',
    '-n',
    `w${b}`,
    '-t',
    `${sessionOf(desk, a)}:${b % 7}`,
    ...stay,
  ],
  killWindow: (desk: Desk, { a }: Move) => ['kill-window', '-t', windowOf(desk, a)],
  focusWindow: (desk: Desk, { a }: Move) => ['select-window', '-t', seatOf(desk, a)],
  lastWindow: (desk: Desk, { a }: Move) => ['last-window', '-t', sessionOf(desk, a)],
  moveWindow: (desk: Desk, { a, b }: Move) => [
    'move-window',
    '-d',
    '-s',
    seatOf(desk, a),
    '-t',
    `${sessionOf(desk, b)}:${(a + b) % 9}`,
  ],
  linkWindow: (desk: Desk, { a, b }: Move) => [
    'link-window',
    '-d',
    '-s',
    seatOf(desk, a),
    '-t',
    `${sessionOf(desk, b)}:${(a + b) % 9}`,
  ],
  renameWindow: (desk: Desk, { a, b }: Move) => ['rename-window', '-t', windowOf(desk, a), `n\\${b} $`],
  newSession: (_desk: Desk, { a }: Move) => [
    'new-session',
    '-d',
    '-s',
    `s${a}`,
    '-x',
    '90',
    '-y',
    '20',
    ...stay,
  ],
  renameSession: (desk: Desk, { a, b }: Move) => ['rename-session', '-t', sessionOf(desk, a), `r.${b}`],
  killSession: (desk: Desk, { a }: Move) => ['kill-session', '-t', sessionOf(desk, a)],
  joinGroup: (desk: Desk, { a, b }: Move) => ['new-session', '-d', '-t', sessionOf(desk, a), '-s', `g${b}`],
  splitRows: (desk: Desk, { a, b }: Move) => [
    'split-window',
    '-l',
    String(b),
    '-t',
    paneOf(desk, a),
    ...stay,
  ],
  baseIndex: (_desk: Desk, { a }: Move) => ['set-option', '-g', 'base-index', String(a % 4)],
  paneBaseIndex: (_desk: Desk, { a }: Move) => ['set-option', '-g', '-w', 'pane-base-index', String(a % 3)],
  renumber: (_desk: Desk, { a }: Move) => [
    'set-option',
    '-g',
    'renumber-windows',
    a % 2 === 0 ? 'on' : 'off',
  ],
  unlink: (desk: Desk, { a }: Move) => ['unlink-window', '-t', seatOf(desk, a)],
  respawn: (desk: Desk, { a }: Move) => ['respawn-pane', '-k', '-t', paneOf(desk, a), ...stay],
  takeLayout: (desk: Desk, { a, b }: Move) => [
    'select-layout',
    '-t',
    windowOf(desk, a),
    pick(desk.windows, b).layout,
  ],
} satisfies Record<string, (desk: Desk, move: Move) => readonly string[]>;

const anyMove: Arbitrary<Move> = record({
  kind: constantFrom(...(Object.keys(moves) as readonly Move['kind'][])),
  a: integer({ min: 0, max: 40 }),
  b: integer({ min: 0, max: 40 }),
});

/** The last window, and the last session, end the server. */
function wouldEnd(desk: Desk, { kind }: Move): boolean {
  return kind === 'killSession'
    ? desk.sessions.length < 2
    : kind.startsWith('kill') && desk.windows.length < 2;
}

async function bothDesks(worlds: readonly TmuxWorld[]): Promise<readonly Desk[]> {
  return Promise.all(worlds.map((world) => world.desk()));
}

test('the model and the real tmux make the same desk of the same commands', { timeout: 60_000 }, async () => {
  const scripts = array(anyMove, { minLength: 1, maxLength: 20, size: 'max' });
  await assert(
    asyncProperty(scripts, async (script) => {
      const worlds = [await openFakeWorld(), await openRealWorld()];
      try {
        for (const world of worlds) await withSession(world);
        for (const move of script) {
          const [before] = await bothDesks(worlds);
          if (before === undefined || wouldEnd(before, move)) continue;
          // The table gives words; every one of them begins with a command's name.
          const command = moves[move.kind](before, move) as unknown as TmuxCommand;
          const [model, real] = await Promise.all(worlds.map((world) => world.attempt(command)));
          expect([command, model?.ok], 'outcome').toEqual([command, real?.ok]);
          const [left, right] = await bothDesks(worlds);
          if (left === undefined || right === undefined) throw new Error('unreachable');
          expect([command, comparable(left)]).toEqual([command, comparable(right)]);
        }
      } finally {
        await Promise.all(worlds.map((world) => world.close()));
      }
    }),
    {
      numRuns: 12,
      seed: 4,
      endOnFailure: true,
    },
  );
});
