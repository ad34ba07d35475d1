import { describe, expect, it } from 'vitest';
import { chosenOf } from '../../../src/command/recover/picker.ts';
import { listCandidates } from '../../../src/recovery/candidates.ts';
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
