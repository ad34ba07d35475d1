import { resolve } from 'node:path';
import type { RecoveryOptions } from '../../recovery/facts.ts';
import { gather } from '../../recovery/gather.ts';
import { defaultJobs } from '../../recovery/pacing.ts';
import { plan } from '../../recovery/plan.ts';
import { recover as carryOut } from '../../recovery/recover.ts';
import { usualPace, type Progress, type RecoveryResult } from '../../recovery/recovery-run.ts';
import type { Plan } from '../../recovery/steps.ts';
import type { Registry } from '../../session/registry.ts';
import { socketInHint } from '../../tmux/hint.ts';
import type { World } from '../../world.ts';
import { knownNow } from '../known.ts';
import { markTold } from '../loss/told.ts';

/** What is asked for, beside the sessions. */
export interface Asked {
  readonly retry: boolean;
  readonly from: string | undefined;
  readonly cwd: string | undefined;
}

/** Nothing but the sessions. */
export const plainly: Asked = { retry: false, from: undefined, cwd: undefined };

/** What recovery is told: what was asked for, and where things are for this request. */
export function optionsFor(
  world: World,
  asked: Asked,
  what: Pick<RecoveryOptions, 'selection' | 'target' | 'isLazy'>,
): RecoveryOptions {
  return {
    ...what,
    retriesFailed: asked.retry,
    from: asked.from ?? null,
    directory: asked.cwd === undefined ? null : resolve(world.request.cwd, asked.cwd),
    homeSocket: homeSocket(world),
    gate: { program: world.paths.node, script: `${world.paths.program}/statusline.js` },
  };
}

/** Every session that can come back. */
export const everything = { selection: { kind: 'all' }, target: null, isLazy: false } as const;

/** The server for sessions without a place of their own: the caller's, else the usual one. */
function homeSocket(world: World): string {
  return socketInHint(world.request.env['TMUX']) ?? world.tmux.defaultSocket();
}

/** Why nothing can come back into a pane on this machine, as a sentence; null where tmux is there. */
export async function whyNoTmux({ tmux }: World): Promise<string | null> {
  const asked = await tmux.run(tmux.defaultSocket(), [['display-message', '-p', '']]);
  return asked.ok || asked.failure.kind !== 'not-installed'
    ? null
    : 'tmux is not installed, so there is no pane to bring a session back in: `statusline recover --print` writes the commands that resume them';
}

/** A session that was named may lie in the archive: it takes part like any other. */
export async function withNamed(
  world: World,
  registry: Registry,
  selection: RecoveryOptions['selection'],
): Promise<Registry> {
  if (selection.kind === 'all') return registry;
  const archived = selection.ids.filter((id) => !registry.sessions.has(id));
  if (archived.length === 0) return registry;
  const recalled = world.ledger.recall(archived);
  return { ...registry, sessions: new Map([...recalled.sessions, ...registry.sessions]) };
}

/** A plan, and all that it takes to make it anew. */
export interface Planned {
  readonly planned: Plan;
  readonly options: RecoveryOptions;
  readonly registry: Registry;
}

/** The plan for these options as things stand. With `lazyAbove`, panes wait where more sessions than that would start. */
export async function planNow(
  world: World,
  registry: Registry,
  asked: { readonly options: RecoveryOptions; readonly lazyAbove: number | null },
): Promise<Planned> {
  const { options, lazyAbove } = asked;
  const known = await withNamed(world, registry, options.selection);
  const facts = await gather(world, known, options);
  const planned = plan(facts);
  const starts = planned.resumes.filter(({ how }) => how === 'start').length;
  if (lazyAbove === null || starts <= lazyAbove) return { planned, options, registry: known };
  const lazily = { ...options, isLazy: true };
  return { planned: plan({ ...facts, options: lazily }), options: lazily, registry: known };
}

/** Carries a plan out. Whoever does so knows of every loss: nobody need be told of it any more. */
export async function carry(
  world: World,
  { planned, options, registry }: Planned,
  how: { readonly jobs: number | undefined; readonly onProgress: (progress: Progress) => void },
): Promise<readonly RecoveryResult[]> {
  markTold(world, 'attach', registry);
  const results = await carryOut(world, planned, {
    ...usualPace,
    jobs: how.jobs ?? defaultJobs(world.machine),
    gate: options.gate,
    onProgress: how.onProgress,
    replan: async () => {
      const now = await knownNow(world, { all: false });
      return (await planNow(world, now, { options, lazyAbove: null })).planned;
    },
  });
  world.ledger.settle();
  return results;
}
