import { mustBeDurable } from '../../session/durable.ts';
import type { Registry } from '../../session/registry.ts';
import { look } from '../../sight/look.ts';
import { harmless } from '../../text/harmless.ts';
import type { World } from '../../world.ts';
import { counted, type Check, type Verdict } from './check.ts';
import { gatherFacts, judge } from './facts.ts';
import { isNodeNewEnough, judgeProgram } from './program.ts';
import { carryOut, planRepairs, type Repaired } from './repair.ts';
import { registryNow } from '../first-use.ts';
import { exit, printJson, printLines } from '../speech.ts';

/** How doctor is to go about it. */
export interface DoctorFlags {
  /** Mend what can be mended without losing anything. */
  readonly repair: boolean;
  readonly json: boolean;
}

/**
 * `statusline doctor [--repair]`: whether sessions are recorded and would come back, and what cures what keeps
 * them from it. Never edits a file of the user's. Exit code 0 when there is no problem, 1 otherwise.
 */
export async function doctor(world: World, flags: DoctorFlags): Promise<number> {
  if (!isNodeNewEnough(world.versions)) return tell(world, flags, [], judgeProgram(world.versions));
  const registry = await lookAround(world);
  const facts = await gatherFacts(world, registry);
  if (!flags.repair) return tell(world, flags, [], judge(facts));
  const repairs = planRepairs(facts).map((repair) => carryOut(world, repair));
  const after = repairs.length === 0 ? facts : await gatherFacts(world, registry);
  return tell(world, flags, repairs, judge(after));
}

/** The registry as it is once dead and unknown sessions are recorded, as far as they can be. */
async function lookAround(world: World): Promise<Registry> {
  const events = await look(world, registryNow(world));
  // What cannot be kept is found by the checks, which say why.
  if (events.length > 0) world.ledger.append(events, { by: 'command', durable: mustBeDurable(events) });
  return world.ledger.read().state;
}

function tell(
  world: World,
  flags: DoctorFlags,
  repairs: readonly Repaired[],
  found: readonly Check[],
): number {
  const checks = inOrder(found).map(tame);
  const isSound = checks.every(({ verdict }) => verdict !== 'problem');
  if (flags.json) {
    printJson(world, {
      ok: isSound,
      checks,
      repairs: repairs.map(({ kind, says, isDone }) => ({ kind, says: harmless(says), done: isDone })),
    });
  } else {
    printLines(world, [...repairLines(flags, repairs), ...checks.map(line), summary(checks)]);
  }
  return isSound ? exit.done : exit.failed;
}

const gravest: readonly Verdict[] = ['problem', 'warning', 'note', 'ok'];

function inOrder(checks: readonly Check[]): readonly Check[] {
  return gravest.flatMap((verdict) => checks.filter((check) => check.verdict === verdict));
}

/** A remedy is there to be copied: it is not cut. */
const remedyCells = 4096;

function tame({ id, verdict, says, remedy }: Check): Check {
  return {
    id,
    verdict,
    says: harmless(says),
    remedy: remedy === null ? null : harmless(remedy, remedyCells),
  };
}

function repairLines({ repair }: DoctorFlags, repairs: readonly Repaired[]): readonly string[] {
  if (!repair) return [];
  if (repairs.length === 0) return ['Nothing to repair.', ''];
  return [...repairs.map(({ says, isDone }) => `${isDone ? 'repaired' : 'failed  '}  ${harmless(says)}`), ''];
}

function line({ verdict, says, remedy }: Check): string {
  return `${verdict.padEnd(8)}  ${says}${remedy === null ? '' : `  →  ${remedy}`}`;
}

function summary(checks: readonly Check[]): string {
  const count = (verdict: Verdict): number => checks.filter((check) => check.verdict === verdict).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const words = [
    ...(problems === 0 ? [] : [counted(problems, 'problem')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ];
  return words.length === 0 ? 'All is well.' : `${words.join(', ')}.`;
}
