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
  await world.programs.run(
    { key: name, run, cwd, stdin, timeoutMs, env: world.request.env },
    world.programs.isLasting ? program.waitMs : directWaitMs,
    (printed) => keepOutput(world, name, printed),
  );
  return lastOutput(world, name)?.output ?? null;
}

/** A failure is kept too, beside what was printed before it: it must not be tried again at every render. */
function keepOutput(world: World, name: string, printed: string | null): void {
  const before = printed === null ? (lastOutput(world, name)?.output ?? null) : null;
  const triedAtMs = world.clock.nowMs();
  const output = printed === null ? before : { text: printed, atMs: triedAtMs };
  world.cache.write(name, JSON.stringify({ triedAtMs, text: output?.text, atMs: output?.atMs }));
}

function lastOutput(
  world: World,
  name: string,
): { readonly output: CommandOutput | null; readonly triedAtMs: number } | null {
  const kept = parseObject(world.cache.read(name)?.text ?? '').value;
  if (kept === null) return null;
  const [text, atMs] = [textOf(kept['text']), amount(kept['atMs'])];
  return {
    triedAtMs: amount(kept['triedAtMs']) ?? 0,
    output: text === null || atMs === null ? null : { text, atMs },
  };
}
