import type { SessionId } from '../claude/session-id.ts';
import { describePlan } from '../recovery/describe.ts';
import type { RecoveryOptions, Target } from '../recovery/facts.ts';
import { gather } from '../recovery/gather.ts';
import { defaultJobs } from '../recovery/pacing.ts';
import { plan } from '../recovery/plan.ts';
import { recover as carryOut, setAside } from '../recovery/recover.ts';
import { usualPace, type RecoveryResult, type RecoveryRun } from '../recovery/recovery-run.ts';
import { isEmpty, type Plan } from '../recovery/steps.ts';
import type { Registry } from '../session/registry.ts';
import { waitForDying } from '../sight/dying.ts';
import { socketInHint } from '../tmux/hint.ts';
import type { World } from '../world.ts';
import { registryNow } from './first-use.ts';
import { knownNow, sessionFor } from './known.ts';
import { progressWords, resultLines } from './recover-words.ts';
import { gate } from './recover-gate.ts';
import { listLost } from './recover-list.ts';
import { pick } from './recover-picker.ts';
import { findTarget } from './recover-target.ts';
import { complain, exit, printJson, printLines } from './speech.ts';

/** What `statusline recover` was asked to do. */
export interface RecoverFlags {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly lazy: boolean;
  readonly retry: boolean;
  readonly target: string | undefined;
  readonly from: string | undefined;
  readonly cwd: string | undefined;
  readonly jobs: number | undefined;
  /** What a waiting pane asks before it resumes this session. */
  readonly gate: string | undefined;
}

/**
 * `statusline recover [list | all | <ref>…]`: what can come back, and bringing it back. Exit code 0 when everything
 * asked for is back (or waits as asked), 1 when something is not.
 */
export async function recover(
  world: World,
  flags: RecoverFlags,
  ...words: readonly string[]
): Promise<number> {
  if (flags.gate !== undefined) return gate(world, flags.gate);
  await waitForDying(world, registryNow(world));
  const registry = await knownNow(world, { all: false });
  if (words.length === 0 || (words.length === 1 && words[0] === 'list')) {
    return offer(world, flags, { registry, mayAsk: words.length === 0 });
  }
  const selection = await selectionOf(world, registry, words);
  if (typeof selection === 'string') return complain(world, selection);
  const target = await targetFor(world, flags, selection);
  if (typeof target === 'string') return complain(world, target);
  const options = optionsFor(world, flags, { selection, target });
  const known = await withNamed(world, registry, selection);
  const planned = plan(await gather(world, known, options));
  if (flags.dryRun) return dryRun(world, flags, planned, known);
  return run(world, flags, { planned, options, registry: known });
}

/** Without a word: the picker on a terminal, else the list. */
async function offer(
  world: World,
  flags: RecoverFlags,
  { registry, mayAsk }: { readonly registry: Registry; readonly mayAsk: boolean },
): Promise<number> {
  const facts = await gather(world, registry, optionsFor(world, flags, everything));
  if (!mayAsk || flags.json || !isOnTerminal(world)) return listLost(world, facts, flags.json);
  const picked = await pick(world, facts);
  if (picked === null) return exit.done;
  setAside(world, picked.setAside);
  const asked = { target: null, selection: picked.selection };
  const options = optionsFor(world, { ...flags, lazy: picked.isLazy }, asked);
  return run(world, flags, { planned: plan({ ...facts, options }), options, registry });
}

const everything = { selection: { kind: 'all' }, target: null } as const;

function isOnTerminal({ request }: World): boolean {
  return request.isStdinTerminal && request.isStdoutTerminal;
}

type Selection = RecoveryOptions['selection'];

/** The sessions that the words mean, or a sentence that says why not. */
async function selectionOf(
  world: World,
  registry: Registry,
  words: readonly string[],
): Promise<Selection | string> {
  if (words.length === 1 && words[0] === 'all') return { kind: 'all' };
  const ids: SessionId[] = [];
  for (const word of words) {
    const found = await sessionFor(world, registry, word);
    if (!found.ok) return found.failure;
    ids.push(found.value.id);
  }
  return { kind: 'sessions', ids };
}

/** A session that was named may lie in the archive: it takes part like any other. */
async function withNamed(world: World, registry: Registry, selection: Selection): Promise<Registry> {
  if (selection.kind === 'all') return registry;
  const isThere = selection.ids.every((id) => registry.sessions.has(id));
  return isThere ? registry : world.ledger.recall(selection.ids);
}

async function targetFor(
  world: World,
  flags: RecoverFlags,
  selection: Selection,
): Promise<Target | string | null> {
  if (flags.target === undefined) return null;
  if (selection.kind !== 'sessions' || selection.ids.length !== 1) {
    return '--target is for one session: name it, as in `statusline recover C7 --target work:2`';
  }
  return findTarget(world, flags.target);
}

function optionsFor(
  world: World,
  flags: RecoverFlags,
  asked: Pick<RecoveryOptions, 'selection' | 'target'>,
): RecoveryOptions {
  return {
    ...asked,
    isLazy: flags.lazy,
    retriesFailed: flags.retry,
    from: flags.from ?? null,
    directory: flags.cwd ?? null,
    homeSocket: homeSocket(world),
    gate: { program: world.paths.node, script: `${world.paths.program}/statusline.js` },
  };
}

/** The server for sessions without a place of their own: the caller's, else the usual one. */
function homeSocket(world: World): string {
  return socketInHint(world.request.env['TMUX']) ?? world.tmux.defaultSocket();
}

function dryRun(world: World, flags: RecoverFlags, planned: Plan, registry: Registry): number {
  if (flags.json) printJson(world, planned);
  else if (isEmpty(planned) && planned.blocked.length === 0 && planned.leftOut.length === 0) {
    printLines(world, ['Nothing to do.']);
  } else printLines(world, describePlan(planned, registry, world.clock.nowMs()));
  return exit.done;
}

interface Planned {
  readonly planned: Plan;
  readonly options: RecoveryOptions;
  readonly registry: Registry;
}

async function run(
  world: World,
  flags: RecoverFlags,
  { planned, options, registry }: Planned,
): Promise<number> {
  const how: RecoveryRun = {
    ...usualPace,
    jobs: flags.jobs ?? defaultJobs(world.machine),
    gate: options.gate,
    onProgress: (progress) => {
      if (!flags.json) world.output.err(`${progressWords(progress, registry)}\n`);
    },
    replan: async () => {
      const now = await withNamed(world, await knownNow(world, { all: false }), options.selection);
      return plan(await gather(world, now, options));
    },
  };
  const results = await carryOut(world, planned, how);
  world.ledger.settle();
  if (flags.json) printJson(world, { results: results.map(resultView) });
  else printLines(world, resultLines(results, world.ledger.recall(results.map(({ session }) => session))));
  return results.every(({ outcome }) => outcome === 'restored' || outcome === 'offered')
    ? exit.done
    : exit.failed;
}

function resultView({ session, outcome, paneId, detail }: RecoveryResult): object {
  return { session_id: session, outcome, pane_id: paneId, detail };
}
