import { describe, expect, test } from 'vitest';
import type { SessionId } from '../../src/claude/session-id.ts';
import { judgeCapture, withoutLoss } from '../../src/session/shrink.ts';
import type { Event, Recorded } from '../../src/session/event.ts';
import { fold } from '../../src/session/fold.ts';
import { observeDesk } from '../../src/session/observe-desk.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import type { Place, TmuxServer } from '../../src/tmux/place.ts';

const server: TmuxServer = { socketPath: '/tmp/tmux', pid: 10, startedAtS: 1 };
// As the client writes it; parsed nowhere here.
const session = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' as SessionId;

/** A desk of windows with these panes each. */
function desk(...windows: readonly (readonly string[])[]): Desk {
  return {
    server,
    sessions: [
      {
        id: '$0',
        name: 'main',
        group: null,
        seats: windows.map((_, index) => ({ index, windowId: `@${index}` })),
        activeIndex: 0,
        lastIndex: null,
      },
    ],
    windows: windows.map((panes, index) => ({
      id: `@${index}`,
      name: 'sh',
      layout: '',
      widthCols: 80,
      heightRows: 24,
      isZoomed: false,
      hasAutomaticName: true,
      isSynchronized: false,
      activePane: panes[0] ?? '',
      panes: panes.map((id, at) => ({ id, index: at, pid: 100 + at, cwd: '/', command: 'sh', title: '' })),
    })),
  };
}

function place(paneId: string): Place {
  return {
    server,
    sessionId: '$0',
    sessionName: 'main',
    windowId: '@0',
    windowIndex: 0,
    windowName: 'sh',
    paneId,
    paneIndex: 0,
    panePid: 100,
  };
}

function registryOf(known: Desk, ...events: readonly Event[]): Registry {
  const all: readonly Event[] = [
    { kind: 'desk', server, sessions: known.sessions, windows: known.windows, gone: [] },
    ...events,
  ];
  const records = all.map((event, index): Recorded => ({
    atMs: index,
    host: 'here',
    recordId: String(index),
    event,
  }));
  return fold(emptyRegistry, records);
}

const identity = { bootId: 'boot', pid: 100, started: '1' };
const lives: Event = {
  kind: 'seen',
  session,
  source: 'startup',
  origin: 'interactive',
  isContinued: false,
  process: { identity, ppid: 1, argv: null, executable: null },
  place: place('%1'),
  changes: {},
};
const isOver: Event = { kind: 'lost', session, process: identity, reason: 'crashed', evidence: [] };
const known = desk(['%0', '%1'], ['%2']);

describe('a capture of a desk', () => {
  const cases: readonly (readonly [string, Desk, readonly Event[], ReturnType<typeof judgeCapture>])[] = [
    ['that is as it was is recorded', known, [lives], 'record'],
    ['that has more is recorded', desk(['%0', '%1'], ['%2', '%3']), [lives], 'record'],
    ['whose panes only moved is recorded', desk(['%0'], ['%1', '%2']), [lives], 'record'],
    ['that lacks a pane of nobody is confirmed first', desk(['%0', '%1']), [lives], 'confirm'],
    ['that lacks the pane of a live session waits', desk(['%0'], ['%2']), [lives], 'wait'],
    [
      'that lacks the pane of an ended session is confirmed',
      desk(['%0'], ['%2']),
      [lives, isOver],
      'confirm',
    ],
    ['that has nothing left is passed over', desk(), [lives], 'pass-over'],
    ['that has nothing but an empty window is passed over', desk([]), [], 'pass-over'],
  ];
  test.each(cases)('%s', (_case, capture, events, verdict) => {
    expect(judgeCapture(registryOf(known, ...events), capture)).toBe(verdict);
  });

  test('of a server that was never seen is recorded', () => {
    expect(judgeCapture(emptyRegistry, known)).toBe('record');
  });

  test('is not held back for a pane of the same number in another server', () => {
    const elsewhere: Event = { ...lives, place: { ...place('%1'), server: { ...server, pid: 11 } } };
    expect(judgeCapture(registryOf(known, elsewhere), desk(['%0'], ['%2']))).toBe('confirm');
  });
});

function windowsOf(wanted: Desk | null): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    (wanted?.windows ?? []).map(({ id, panes }) => [id, panes.map((pane) => pane.id)]),
  );
}

/** The id of a window that was made in the place of the second one. */
function madeAnew(id: string): string {
  return id === '@1' ? '@9' : id;
}

/** Index and window of every seat. */
function seatsOf(wanted: Desk | null): readonly string[] {
  return (wanted?.sessions ?? []).flatMap(({ seats }) =>
    seats.map((seat) => `${seat.index}${seat.windowId}`),
  );
}

describe('a capture with what it lacks put back', () => {
  const registry = registryOf(known, lives);

  test('is the known desk where it only lacks something', () => {
    for (const less of [desk(['%0'], ['%2']), desk(['%0', '%1']), desk(['%0'])]) {
      const whole = withoutLoss(registry, less);
      expect(whole === null ? null : observeDesk(registry, whole)).toEqual([]);
    }
  });

  test('is the known desk where a whole session is gone, or the window that had the focus', () => {
    const aside = { id: '$1', name: 'aside', group: null, activeIndex: 3, lastIndex: null };
    const [main] = known.sessions;
    const seated = { ...aside, seats: [{ index: 3, windowId: '@1' }] };
    const two = { ...known, sessions: [{ ...main, seats: [{ index: 0, windowId: '@0' }] }, seated] } as Desk;
    const one = { ...two, sessions: two.sessions.slice(0, 1), windows: two.windows.slice(0, 1) };
    const both = registryOf(two);
    const whole = withoutLoss(both, one);
    expect(whole === null ? null : observeDesk(both, whole)).toEqual([]);
  });

  test('has what is new', () => {
    const grown = desk(['%0', '%1'], ['%2'], ['%3']);
    const fresh: Desk = {
      ...grown,
      windows: grown.windows.filter(({ id }) => id !== '@1'),
      sessions: grown.sessions.map((each) => ({
        ...each,
        seats: each.seats.filter(({ index }) => index !== 1),
      })),
    };
    const whole = withoutLoss(registry, fresh);
    expect(windowsOf(whole)).toEqual({ '@0': ['%0', '%1'], '@1': ['%2'], '@2': ['%3'] });
    expect(seatsOf(whole)).toEqual(['0@0', '1@1', '2@2']);
  });

  const conflicts: readonly (readonly [string, Desk])[] = [
    ['a pane left the window that is to be put back', desk(['%3'], ['%2', '%0'])],
    ['nothing is left', desk()],
  ];
  test.each(conflicts)('is none where %s', (_case, capture) => {
    expect(withoutLoss(registry, capture)).toBeNull();
  });

  test('has a seat for a window whose own was given to another one', () => {
    const taken = desk(['%0', '%1'], ['%3']);
    const whole = withoutLoss(registry, {
      ...taken,
      windows: taken.windows.map((window) => ({ ...window, id: madeAnew(window.id) })),
      sessions: taken.sessions.map((each) => ({
        ...each,
        seats: each.seats.map((seat) => ({ ...seat, windowId: madeAnew(seat.windowId) })),
      })),
    });
    expect(windowsOf(whole)).toEqual({ '@0': ['%0', '%1'], '@9': ['%3'], '@1': ['%2'] });
    expect(seatsOf(whole)).toEqual(['0@0', '1@9', '2@1']);
  });
});
