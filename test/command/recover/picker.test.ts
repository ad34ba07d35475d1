import { describe, expect, it } from 'vitest';
import { choiceHelp, choices } from '../../../src/command/recover/choices.ts';
import { chosenOf } from '../../../src/command/recover/picker.ts';
import { listCandidates } from '../../../src/recovery/candidates.ts';
import { widthCells } from '../../../src/text/width.ts';
import { nowMs, scene } from '../../recovery/scene.ts';
import { id } from '../../session/pieces.ts';

/** `a` and `b` come back with all; `c` failed a moment ago and waits to be asked for. */
const able = listCandidates(
  scene()
    .session('a')
    .session('b')
    .session('c', {
      recovery: { lastAttemptedAtMs: nowMs - 1000, attempts: 1, result: 'timed-out', detail: null },
    }).facts,
);

describe('a choice in the picker', () => {
  it.each<readonly [string, readonly string[], boolean]>([
    ['of all that come back by themselves is of their desks', ['a', 'b'], true],
    ['of more than that is of their desks', ['a', 'b', 'c'], true],
    ['of some is of their windows alone', ['a'], false],
    ['of others is of their windows alone', ['a', 'c'], false],
  ])('%s', (_, names, hasDesks) => {
    const ids = names.map((name) => id(name));
    expect(chosenOf(able, ids)).toEqual({ kind: 'sessions', ids, hasDesks });
  });
});

describe('the choices', () => {
  const long = scene()
    .session('a', { task: 'fix the parser\u001b[31m for 狐 and all the others of its kind' })
    .session('b', {
      recovery: { lastAttemptedAtMs: nowMs - 1000, attempts: 1, result: 'waiting', detail: 'folder trust' },
    });
  const lost = listCandidates(long.facts);

  it.each([40, 60, 80, 120])('take one line each in a terminal of %i columns', (cells) => {
    for (const [group, lines] of Object.entries(choices(lost, nowMs, cells))) {
      for (const text of [group, ...lines.map(({ label }) => label)]) {
        expect(widthCells(text)).toBeLessThanOrEqual(cells - 18);
        expect(text).not.toMatch(/\p{Cc}/u);
      }
    }
  });

  it('say what a session was about, and why it is not chosen', () => {
    const labels = Object.values(choices(lost, nowMs, 200)).flatMap((lines) =>
      lines.map(({ label }) => label),
    );
    expect(labels[0]).toContain('fix the parser');
    expect(labels[0]).toMatch(/ · server-lost .* ago/);
    expect(labels[1]).toMatch(/folder trust \(name it to try again\)$/);
    expect(choiceHelp(lost)[0]).toBe('2 sessions of 1 tmux session can come back; 1 is chosen.');
  });
});
