import { amount, parseObject, text as textOf } from '../../claude/fields.ts';
import type { CommandOutput } from '../../status/facts.ts';
import type { World } from '../../world.ts';

/** A program whose last output is shown in the line. */
export interface OutsideProgram {
  /** Its output is kept under this name. */
  readonly name: string;
  readonly run: readonly [string, ...string[]];
  readonly cwd: string;
  readonly stdin: string;
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** So long a resident waits for what is new; a direct run never waits longer than {@link directWaitMs}. */
  readonly waitMs: number;
}

/** A direct run ends with its programs, so it has to wait for them, once in their period. */
const directWaitMs = 300;

/** What a program printed last: asked anew where that is old. Null when it never printed anything. */
export async function outputOf(world: World, program: OutsideProgram): Promise<CommandOutput | null> {
  const nowMs = world.clock.nowMs();
  const last = lastOutput(world, program.name);
  // A time to come is a clock that was set back: better once too often than never again.
  const isFresh = last !== null && last.triedAtMs <= nowMs && nowMs - last.triedAtMs < program.everyMs;
  if (isFresh) return last.output;
  const { name, run, cwd, stdin, timeoutMs } = program;
  // One that took longer than that will again: what it prints is for the next line, and nobody waits in vain.
  const isSlow = last !== null && last.tookMs > program.waitMs;
  await world.programs.run(
    { key: name, run, cwd, stdin, timeoutMs, env: world.request.env },
    world.programs.isLasting ? (isSlow ? 0 : program.waitMs) : directWaitMs,
    (printed) => keepOutput(world, name, { printed, askedAtMs: nowMs }),
  );
  return lastOutput(world, name)?.output ?? null;
}

/** A failure is kept too, beside what was printed before it: it must not be tried again at every render. */
function keepOutput(
  world: World,
  name: string,
  { printed, askedAtMs }: { readonly printed: string | null; readonly askedAtMs: number },
): void {
  const before = printed === null ? (lastOutput(world, name)?.output ?? null) : null;
  const triedAtMs = world.clock.nowMs();
  const output = printed === null ? before : { text: printed, atMs: triedAtMs };
  const tookMs = Math.max(0, triedAtMs - askedAtMs);
  world.cache.write(name, JSON.stringify({ triedAtMs, tookMs, text: output?.text, atMs: output?.atMs }));
}

interface LastRun {
  readonly output: CommandOutput | null;
  readonly triedAtMs: number;
  readonly tookMs: number;
}

function lastOutput(world: World, name: string): LastRun | null {
  const kept = parseObject(world.cache.read(name)?.text ?? '').value;
  if (kept === null) return null;
  const [text, atMs] = [textOf(kept['text']), amount(kept['atMs'])];
  return {
    triedAtMs: amount(kept['triedAtMs']) ?? 0,
    tookMs: amount(kept['tookMs']) ?? 0,
    output: text === null || atMs === null ? null : { text, atMs },
  };
}
