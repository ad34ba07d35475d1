import { expect, test } from 'vitest';
import { DeathSigns } from '../../src/monitor/death-signs.ts';
import type { Liveness } from '../../src/process/processes.ts';
import type { Session } from '../../src/session/session.ts';
import { journal } from '../session/world.ts';

/** Sessions of which each bears this very test's pid: a signal finds them all. */
function fleet(size: number): readonly Session[] {
  const story = journal();
  for (let index = 0; index < size; index += 1)
    story.start(`s${index}`, { pid: process.pid, started: `${index}` });
  const sessions = [...story.registry.sessions.values()];
  return sessions.map((session) => ({
    ...session,
    state: { kind: 'live', activity: 'idle', waitingFor: null },
  }));
}

function signsOf(liveness: (started: string) => Liveness): { signs: DeathSigns; asked: string[] } {
  const asked: string[] = [];
  const table = {
    liveness: ({ started }: { readonly started: string }) => (asked.push(started), liveness(started)),
  };
  return { signs: new DeathSigns(table), asked };
}

test('a glance asks the process table of nobody whose pid is there', () => {
  const { signs, asked } = signsOf(() => 'dead');
  expect(signs.glance(fleet(3))).toBe(false);
  expect(asked).toEqual([]);
});

test('a glance believes no missing pid before the process table says so', () => {
  const gone = journal()
    .start('a', { pid: 2 ** 22 + 1 })
    .session('a');
  expect(signsOf(() => 'unknown').signs.glance([gone])).toBe(false);
  expect(signsOf(() => 'dead').signs.glance([gone])).toBe(true);
});

test('of a large fleet every session is looked up in its turn, a few at a time', () => {
  const { signs, asked } = signsOf((started) => (started === '24' ? 'dead' : 'alive'));
  const found = [1, 2, 3, 4].map(() => signs.lookUp(fleet(25)));
  expect(found).toEqual([false, false, true, false]);
  expect(asked.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, index) => `${index}`));
  expect(asked).toHaveLength(35);
});
