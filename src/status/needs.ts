import type { CommandOutput } from './facts.ts';
import type { CommandSpec, LineOptions } from './options.ts';

/** The costly facts that a line with these options can show at all: nothing else need be gathered for it. */
export interface LineNeeds {
  /** Whether git has to be asked for the dirt. */
  readonly dirt: boolean;
  /** Whether another tool's status line is shown. */
  readonly wrapped: boolean;
  /** The user's own commands that have a place, by name. */
  readonly commands: Readonly<Record<string, CommandSpec>>;
}

/** What has to be gathered for these options. */
export function needsOf(options: LineOptions): LineNeeds {
  const specs = options.rows.flatMap((row) => [...row.left, ...row.right]);
  const placed = new Set(specs.map(({ widget }) => widget));
  const named = specs.flatMap(({ widget, value }) => (widget === 'command' ? [value] : []));
  return {
    dirt: placed.has('branch'),
    wrapped: placed.has('wrapped'),
    commands: Object.fromEntries(Object.entries(options.commands).filter(([name]) => named.includes(name))),
  };
}

/** The names of the commands whose last output is old enough for another, or that have none. */
export function dueCommands(
  commands: Readonly<Record<string, CommandSpec>>,
  outputs: Readonly<Record<string, CommandOutput>>,
  nowMs: number,
): readonly string[] {
  return Object.entries(commands).flatMap(([name, { everyMs }]) => {
    const last = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    // A time to come is a clock that was set back: better once too often than never again.
    const isFresh = last !== undefined && last.atMs <= nowMs && nowMs - last.atMs < everyMs;
    return isFresh ? [] : [name];
  });
}
