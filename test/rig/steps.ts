// The steps of a recovery as they really come: every call that it makes to tmux is one, counted by a `tmux` that
// stands before the real one. So a run can be stopped between any two of them, whatever the machine's pace.
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from './product.ts';
import { runOk, type Ran } from './run.ts';
import type { Stage } from './stage.ts';

/** A moment of a run: so long after so many of its steps have begun. */
export interface Moment {
  readonly step: number;
  readonly afterMs: number;
}

/** Runs of the product whose steps are counted. */
export interface Steps {
  /** Begins a run, counted from zero. */
  run(args: readonly string[]): Promise<Ran>;
  /** Runs to the end, and gives how long each step took until the next one began: first the time before any. */
  time(args: readonly string[]): Promise<readonly number[]>;
  /** Waits for a moment of the run that was begun last, or until it is over. */
  reach(moment: Moment, isOver: () => boolean): Promise<void>;
}

/** Puts the counting `tmux` before the real one, for what these runs start alone. */
export async function openSteps(stage: Stage, product: Product): Promise<Steps> {
  const directory = join(stage.paths.root, 'counting');
  const [program, tally] = [join(directory, 'tmux'), join(directory, 'tally')];
  const real = (await runOk('sh', ['-c', 'command -v tmux'], { env: stage.env })).trim();
  mkdirSync(directory);
  // Hooks and clients in the panes find it too; only the recovery's own calls count.
  const counting = `case $(tr '\\0' ' ' </proc/$PPID/cmdline) in *'recover all '*) printf . >>'${tally}' ;; esac`;
  writeFileSync(program, `#!/bin/sh\n${counting}\nexec ${real} "$@"\n`);
  chmodSync(program, 0o755);
  const env = { ...stage.env, PATH: `${directory}:${stage.env['PATH'] ?? ''}` };
  const count = (): number => statSync(tally).size;
  const run = (args: readonly string[]): Promise<Ran> => {
    writeFileSync(tally, '');
    return product.run(args, { env });
  };
  return {
    run,
    time: async (args) => {
      const beganAtMs = performance.now();
      const ended = run(args).then(() => true);
      const atMs = [beganAtMs];
      while (!(await Promise.race([ended, pause(2)])))
        while (atMs.length <= count()) atMs.push(performance.now());
      return atMs.map((at, index) => (atMs[index + 1] ?? performance.now()) - at);
    },
    reach: async ({ step, afterMs }, isOver) => {
      while (count() < step && !isOver()) await pause(1);
      // The moment is what is tried, so nothing is waited for: any one is as good.
      if (!isOver()) await pause(afterMs);
    },
  };
}

/** So many moments spread over the steps of a run, each at random within its part and within its step. */
export function momentsIn(gapsMs: readonly number[], count: number, random: () => number): readonly Moment[] {
  return Array.from({ length: count }, (_, at) => {
    const step = Math.min(gapsMs.length - 1, Math.floor(((at + random()) / count) * gapsMs.length));
    return { step, afterMs: Math.round(random() * (gapsMs[step] ?? 0)) };
  });
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pause(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms));
}
