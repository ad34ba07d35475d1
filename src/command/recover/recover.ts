import type { SessionId } from '../../claude/session-id.ts';
import type { FailedStep } from '../../recovery/apply.ts';
import { describePlan } from '../../recovery/describe.ts';
import type { RecoveryOptions } from '../../recovery/facts.ts';
import { gather } from '../../recovery/gather.ts';
import { setAside } from '../../recovery/recover.ts';
import type { RecoveryResult } from '../../recovery/recovery-run.ts';
import { isEmpty } from '../../recovery/steps.ts';
import type { Registry } from '../../session/registry.ts';
import { waitForDying } from '../../sight/dying.ts';
import { inSnakeCase } from '../../text/snake-case.ts';
import type { World } from '../../world.ts';
import { registryNow } from '../first-use.ts';
import { knownNow, sessionFor } from '../known.ts';
import { whyNotFrom } from './from.ts';
import { gate } from './gate.ts';
import { listLost } from './list.ts';
import { pick } from './picker.ts';
import { printCommands } from './print.ts';
import {
  type Asked,
  carry,
  everything,
  optionsFor,
  type Planned,
  planNow,
  whyNoTmux,
  withNamed,
} from './run.ts';
import { findTarget } from './target.ts';
import {
  lazyWords,
  leftOutLines,
  leftOutWords,
  notBuiltWords,
  progressWords,
  resultLines,
  type Windows,
} from './words.ts';
import { recoveryNow } from '../config/recovery.ts';
import { seenNow } from './seen.ts';
import { complain, exit, printJson, printLines } from '../speech.ts';
import { markTold } from '../loss/told.ts';

/** What `statusline recover` was asked to do. */
export interface RecoverFlags extends Asked {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly lazy: boolean;
  readonly now: boolean;
  readonly print: boolean;
  readonly target: string | undefined;
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
  ...given: readonly string[]
): Promise<number> {
  if (flags.gate !== undefined) return gate(world, flags.gate);
  const words = wordsMeant(flags, given);
  const misuse = misuseOf(flags, words);
  if (misuse !== null) {
    complain(world, misuse);
    return exit.usage;
  }
  await waitForDying(world, flags.print ? world.ledger.read().state : registryNow(world));
  if (flags.print) return print(world, flags, words);
  const registry = await knownNow(world, { all: false });
  if (words.length === 0 || (words.length === 1 && words[0] === 'list')) {
    return offer(world, flags, { registry, mayAsk: words.length === 0 });
  }
  const asked = (await whyNoTmux(world)) ?? (await askedFor(world, flags, { registry, words }));
  if (typeof asked === 'string') return complain(world, asked);
  const planned = await planAsked(world, flags, { registry, asked });
  return flags.dryRun ? dryRun(world, flags, planned) : run(world, flags, planned);
}

/** Whoever will not be asked, or wants the plan, and names nothing, means all. */
function wordsMeant(flags: RecoverFlags, given: readonly string[]): readonly string[] {
  const isPlan = flags.dryRun && !flags.print;
  return given.length === 0 && (flags.yes || isPlan) ? ['all'] : given;
}

/** Words that contradict each other, as a sentence. */
function misuseOf(flags: RecoverFlags, words: readonly string[]): string | null {
  if (flags.lazy && flags.now) return '--lazy lets panes wait and --now starts them: give one of the two';
  if (flags.from !== undefined && words[0] !== 'all') {
    return '--from chooses among what `all` brings back: write `recover all --from` and its name';
  }
  if (flags.print) return printMisuse(flags);
  return words.length === 0 || words[0] === 'list' ? forOneMisuse(flags) : null;
}

function printMisuse(flags: RecoverFlags): string | null {
  const other = flags.dryRun ? '--dry-run' : flags.target === undefined ? null : '--target';
  return other === null
    ? null
    : `--print starts nothing and has no panes, so ${other} says nothing: leave it out`;
}

/** The sentence on a flag that is for one session, where none is named; null where there is no such flag. */
function forOneMisuse({ target, cwd }: RecoverFlags): string | null {
  const forOne = target !== undefined ? '--target work:2' : cwd === undefined ? null : '--cwd DIR';
  if (forOne === null) return null;
  return `${forOne.split(' ')[0]} is for one session: name it, as in \`statusline recover C7 ${forOne}\``;
}

/** Without a word: the picker on a terminal, else the list. */
async function offer(
  world: World,
  flags: RecoverFlags,
  { registry, mayAsk }: { readonly registry: Registry; readonly mayAsk: boolean },
): Promise<number> {
  const facts = await gather(world, registry, optionsFor(world, flags, everything));
  const noTmux = await whyNoTmux(world);
  if (noTmux !== null) complain(world, noTmux);
  if (!mayAsk || flags.json || !isOnTerminal(world) || noTmux !== null) {
    return listLost(world, facts, flags.json);
  }
  markTold(world, 'attach', registry);
  const { lazyAbove } = recoveryNow(world);
  const picked = await pick(world, facts, {
    lazyAbove,
    isLazy: flags.lazy ? true : flags.now ? false : null,
  });
  if (picked === null) return exit.done;
  setAside(world, picked.setAside);
  const { selection, isLazy } = picked;
  const options = optionsFor(world, flags, { selection, target: null, isLazy });
  // The user may have thought for long.
  const now = await knownNow(world, { all: false });
  return run(world, flags, await planNow(world, now, { options, lazyAbove: null }));
}

function isOnTerminal({ request }: World): boolean {
  return request.isStdinTerminal && request.isStdoutTerminal;
}

/** `--print`: the commands, and nothing else happens. */
async function print(world: World, flags: RecoverFlags, words: readonly string[]): Promise<number> {
  const registry = await seenNow(world);
  const asked = await askedFor(world, flags, { registry, words: words.length === 0 ? ['all'] : words });
  if (typeof asked === 'string') return complain(world, asked);
  const options = optionsFor(world, flags, { ...asked, isLazy: false });
  const facts = await gather(world, await withNamed(world, registry, asked.selection), options);
  const { json } = flags;
  if ((await world.tmux.version()) !== null) {
    return printCommands(world, facts, { outsideOnly: words.length === 0, json });
  }
  // Without tmux no server can hold anything, and a session that sat in one has but a plain terminal to come back in.
  return printCommands(world, { ...facts, silentSockets: new Set() }, { outsideOnly: false, json });
}

type What = Pick<RecoveryOptions, 'selection' | 'target'>;

/** What the words and flags mean, or a sentence that says why they mean nothing. */
async function askedFor(
  world: World,
  flags: RecoverFlags,
  { registry, words }: { readonly registry: Registry; readonly words: readonly string[] },
): Promise<What | string> {
  const selection = await selectionOf(world, registry, words);
  if (typeof selection === 'string') return selection;
  const isForOne = selection.kind === 'sessions' && selection.ids.length === 1;
  const misuse = isForOne ? null : forOneMisuse(flags);
  if (misuse !== null) return misuse;
  const target = flags.target === undefined ? null : await findTarget(world, flags.target);
  return typeof target === 'string'
    ? target
    : ((await whyNotFrom(world, registry, flags)) ?? { selection, target });
}

/** The sessions that the words mean, or a sentence that says why not. */
async function selectionOf(
  world: World,
  registry: Registry,
  words: readonly string[],
): Promise<RecoveryOptions['selection'] | string> {
  if (words.length === 1 && words[0] === 'all') return { kind: 'all' };
  const ids: SessionId[] = [];
  for (const word of words) {
    const found = await sessionFor(world, registry, word);
    if (!found.ok) return found.failure;
    ids.push(found.value.id);
  }
  return { kind: 'sessions', ids };
}

/** The plan; where so many sessions come back that their panes are to wait, that is said. */
async function planAsked(
  world: World,
  flags: RecoverFlags,
  { registry, asked }: { readonly registry: Registry; readonly asked: What },
): Promise<Planned> {
  const lazyAbove = flags.lazy || flags.now ? null : recoveryNow(world).lazyAbove;
  const options = optionsFor(world, flags, { ...asked, isLazy: flags.lazy });
  const planned = await planNow(world, registry, { options, lazyAbove });
  if (planned.options.isLazy && lazyAbove !== null && !flags.json) {
    world.output.err(`${lazyWords(lazyAbove)}\n`);
  }
  return planned;
}

function dryRun(world: World, flags: RecoverFlags, { planned, registry }: Planned): number {
  if (flags.json) printJson(world, inSnakeCase(planned));
  else if (isEmpty(planned) && planned.blocked.length === 0 && planned.leftOut.length === 0) {
    printLines(world, ['Nothing to do.']);
  } else printLines(world, describePlan(planned, registry, world.clock.nowMs()));
  return exit.done;
}

async function run(world: World, flags: RecoverFlags, planned: Planned): Promise<number> {
  let windows: Windows = 'none';
  const notBuilt: FailedStep[] = [];
  const results = await carry(world, planned, {
    jobs: flags.jobs,
    onProgress: (progress) => {
      if (progress.kind === 'building') windows = 'made';
      if (progress.kind === 'not-built') notBuilt.push(progress.failed);
      if (!flags.json) world.output.err(`${progressWords(progress, planned.registry)}\n`);
    },
  });
  const { leftOut } = planned.planned;
  const nowMs = world.clock.nowMs();
  if (flags.json) {
    printJson(world, {
      results: results.map(resultView),
      left_out: leftOut.map((left) => ({ session_id: left.session, detail: leftOutWords(left, nowMs) })),
      not_built: notBuilt.map(notBuiltWords),
    });
  } else {
    const known = world.ledger.recall([...results, ...leftOut].map(({ session }) => session));
    printLines(world, [
      ...resultLines(results, known, notBuilt.length > 0 ? 'not all made' : windows),
      ...leftOutLines(leftOut, known, nowMs),
    ]);
  }
  const isBack = results.every(({ outcome }) => outcome === 'restored' || outcome === 'offered');
  return isBack && notBuilt.length === 0 ? exit.done : exit.failed;
}

function resultView({ session, outcome, paneId, detail }: RecoveryResult): object {
  return { session_id: session, outcome, pane_id: paneId, detail };
}
