import {
  assert,
  asyncProperty,
  array,
  boolean,
  constantFrom,
  integer,
  nat,
  record,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import { expect, test } from 'vitest';
import { plan } from '../../src/recovery/plan.ts';
import { literal } from '../../src/tmux/format.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { Killed, Model } from './model.ts';
import { shape, type SessionShape } from './shape.ts';

/** Many whole recoveries each, on a machine that others use too. */
const limitMs = 120_000;

const names = [
  'plain',
  'two words',
  "it's",
  '#{pane_id}',
  '#(touch x)',
  '$0',
  '-dash',
  'end;',
  'a|b&c',
  '日本',
  '🦀',
  'b\\s',
];

interface WindowRecipe {
  readonly index: number;
  readonly name: string;
  readonly isNamed: boolean;
  readonly splits: readonly { readonly at: number; readonly isBeside: boolean }[];
  readonly active: number;
  readonly isZoomed: boolean;
  readonly isSynchronized: boolean;
}

interface SessionRecipe {
  readonly name: string;
  readonly windows: readonly WindowRecipe[];
  readonly focus: readonly number[];
  readonly isGrouped: boolean;
  readonly link: number;
}

const windowRecipe: Arbitrary<WindowRecipe> = record({
  index: nat(12),
  name: constantFrom(...names),
  isNamed: boolean(),
  splits: array(record({ at: nat(4), isBeside: boolean() }), { maxLength: 4 }),
  active: nat(4),
  isZoomed: boolean(),
  isSynchronized: boolean(),
});

const deskRecipe: Arbitrary<readonly SessionRecipe[]> = uniqueArray(
  record({
    name: constantFrom(...names),
    windows: uniqueArray(windowRecipe, { minLength: 1, maxLength: 4, selector: ({ index }) => index }),
    focus: array(nat(3), { maxLength: 3 }),
    isGrouped: boolean(),
    link: integer({ min: -3, max: 14 }),
  }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);

/** Builds the desk; what tmux refuses (no room, index taken) is left out. */
async function lay(model: Model, recipe: readonly SessionRecipe[]): Promise<void> {
  for (const [at, session] of recipe.entries()) {
    const target = `=temp${at}`;
    await model.try(
      ['new-session', '-d', '-s', `temp${at}`, '-x', '160', '-y', '48', '-c', '/home/dev/proj'],
      ['move-window', '-s', `${target}:`, '-t', `${target}:77`],
      ...session.windows.flatMap((window) => layWindow(`${target}:${window.index}`, window)),
      ['unlink-window', '-k', '-t', `${target}:77`],
      ...(at > 0 && session.link >= 0
        ? [['link-window', '-d', '-s', '@1', '-t', `${target}:${session.link}`] as const]
        : []),
      ...session.focus.flatMap((position): readonly TmuxCommand[] => {
        const window = session.windows[position];
        return window === undefined ? [] : [['select-window', '-t', `${target}:${window.index}`]];
      }),
      ...(session.isGrouped ? [['new-session', '-d', '-t', target, '-s', `mate${at}`] as const] : []),
      ['rename-session', '-t', target, '--', literal(session.name)],
    );
  }
}

function layWindow(target: string, window: WindowRecipe): readonly TmuxCommand[] {
  return [
    ['new-window', '-d', '-t', target, '-c', '/home/dev/proj'],
    ...(window.isNamed ? [['rename-window', '-t', target, '--', literal(window.name)] as const] : []),
    ...window.splits.flatMap(({ at, isBeside }): readonly TmuxCommand[] => [
      ['select-pane', '-t', `${target}.+${at}`],
      ['split-window', isBeside ? '-h' : '-v', '-t', target, '-c', `/home/dev/proj/${at}`],
    ]),
    ['select-pane', '-t', `${target}.+${window.active}`],
    ...(window.isZoomed ? [['resize-pane', '-Z', '-t', target] as const] : []),
    ...(window.isSynchronized
      ? [['set-option', '-w', '-t', target, 'synchronize-panes', 'on'] as const]
      : []),
  ];
}

/** Every so-manieth pane has a session in it; at least the first. */
function seated(desk: Desk, every: number): Readonly<Record<string, string>> {
  const panes = desk.windows.flatMap((window) => window.panes.map(({ id }) => id));
  return Object.fromEntries(panes.filter((_, at) => at % every === 0).map((pane, at) => [`s${at}`, pane]));
}

async function lostModel(
  recipe: readonly SessionRecipe[],
  every: number,
): Promise<{ model: Model; before: Desk }> {
  const model = new Model();
  await lay(model, recipe);
  const before = await model.lose(seated(await model.desk(), every));
  return { model, before };
}

/** A session that joins a group always has a window before the current one; nothing can make it forget. */
function forgetful(shapes: readonly SessionShape[]): readonly SessionShape[] {
  return shapes.map((each) => (each.isGrouped ? { ...each, last: null } : each));
}

function countPanes(desk: Desk): number {
  return desk.windows.flatMap((window) => window.panes).length;
}

/** Windows that tmux names by itself bear their session's name afterwards; everything else is as it was. */
async function expectWhole(model: Model, before: Desk): Promise<void> {
  expect(forgetful(shape(await model.desk()))).toEqual(forgetful(shape(before)));
  expect(model.tmux.executed).toEqual([]);
  expect(new Set(model.starts.values())).toEqual(new Set([1]));
}

test(
  'any desk stands again as it was, with every session started once',
  async () => {
    await assert(
      asyncProperty(deskRecipe, integer({ min: 1, max: 4 }), async (recipe, every) => {
        const { model, before } = await lostModel(recipe, every);
        const results = await model.recover();
        expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['restored']));
        await expectWhole(model, before);
        // Planning again gives nothing to do.
        expect(plan(await model.facts(model.world(1)))).toEqual({
          batches: [],
          resumes: [],
          blocked: [],
          leftOut: [],
        });
      }),
      { numRuns: 25 },
    );
  },
  limitMs,
);

test(
  'the same facts give the same plan, and making one changes nothing',
  async () => {
    await assert(
      asyncProperty(deskRecipe, async (recipe) => {
        const { model } = await lostModel(recipe, 2);
        const world = model.world(1);
        const facts = await model.facts(world);
        const calls = model.tmux.calls;
        expect(plan(structuredClone(facts))).toEqual(plan(facts));
        expect(model.tmux.calls).toBe(calls);
      }),
      { numRuns: 15 },
    );
  },
  limitMs,
);

test(
  'killed at any moment and run again, it ends in the same desk, with every session started once',
  async () => {
    await assert(
      asyncProperty(deskRecipe, nat(60), async (recipe, after) => {
        const { model, before } = await lostModel(recipe, 2);
        let left = after;
        await model
          .recover(() => {
            if (left === 0) throw new Killed();
            left -= 1;
          })
          .catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
        await model.recover();
        await expectWhole(model, before);
      }),
      { numRuns: 50 },
    );
  },
  limitMs,
);

test(
  'where tmux refuses some panes, the next run makes them, in the same desk',
  async () => {
    await assert(
      asyncProperty(deskRecipe, integer({ min: 1, max: 6 }), async (recipe, failures) => {
        const { model, before } = await lostModel(recipe, 2);
        const failure = { kind: 'refused', socketPath: model.socketPath, message: 'fork failed' } as const;
        for (let at = 0; at < failures; at += 1) model.tmux.failNext('split-window', failure);
        for (let run = 0; run < failures; run += 1) await model.recover();
        await expectWhole(model, before);
      }),
      { numRuns: 25 },
    );
  },
  limitMs,
);

test(
  'two at once end in one desk, with every session started once',
  async () => {
    await assert(
      asyncProperty(deskRecipe, async (recipe) => {
        const { model, before } = await lostModel(recipe, 2);
        await Promise.all([model.recover(), model.recover()]);
        await expectWhole(model, before);
      }),
      { numRuns: 15 },
    );
  },
  limitMs,
);

test(
  'what stands already stays as it is, wherever it is in the way',
  async () => {
    await assert(
      asyncProperty(deskRecipe, deskRecipe, async (recipe, present) => {
        const { model, before } = await lostModel(recipe, 2);
        await lay(model, present);
        const there = await model.desk();
        await model.recover();
        const now = await model.desk();
        for (const window of there.windows) {
          const found = now.windows.find(({ id }) => id === window.id);
          expect(found && { ...found, panes: found.panes.map(({ id, pid }) => ({ id, pid })) }).toEqual({
            ...window,
            panes: window.panes.map(({ id, pid }) => ({ id, pid })),
          });
        }
        for (const session of there.sessions) {
          const found = now.sessions.find(({ id }) => id === session.id);
          expect(found?.name).toBe(session.name);
          expect(found?.seats).toEqual(expect.arrayContaining([...session.seats]));
          expect(found?.activeIndex).toBe(session.activeIndex);
        }
        expect(countPanes(now)).toBe(countPanes(there) + countPanes(before));
      }),
      { numRuns: 25 },
    );
  },
  limitMs,
);
