import type { ProcessRow } from './processes.ts';

/** Where `npm`, `bun` and the like put the client's script. */
const clientScript = /(?:^|\/)claude-code\/cli\.(?:js|cjs|mjs)$/;
/** Where the native installer keeps the client's versions; it starts itself anew by this path. */
const clientVersion = /\/claude\/versions\/[^/]+$/;
const runtimes: ReadonlySet<string> = new Set(['node', 'nodejs', 'bun', 'MainThread']);
const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish', 'env', 'busybox']);
/** Options by which a runtime runs a text instead of a script. */
const textOptions: ReadonlySet<string> = new Set(['-e', '--eval', '-p', '--print', '-pe']);
/** Runtime options that take the next argument as their value. */
const optionsWithValue: ReadonlySet<string> = new Set(['-r', '--require', '--import', '--loader', '-C']);

/**
 * The client among a process's ancestors: the NEAREST one, since a client may run in another's shell.
 * `rows` come nearest first, as `Processes.ancestry` gives them. Null when none can be told.
 */
export function findClient(
  rows: Iterable<ProcessRow>,
  argvOf: (pid: number) => readonly string[] | null,
): ProcessRow | null {
  for (const row of rows) {
    // The kernel's name for what comes between: reading its arguments at every render would tell nothing.
    const isBetween = row.isZombie || row.command === 'perl' || shells.has(row.command);
    if (!isBetween && isClientCommand(row, argvOf(row.pid))) return row;
  }
  return null;
}

/**
 * Whether a process is the Claude Code client, told by the kernel's name for it and its arguments.
 * Environment variables prove nothing: every child of a client inherits them.
 */
export function isClientCommand(row: ProcessRow, argv: readonly string[] | null): boolean {
  const program = argv?.[0];
  if (program === undefined) return isClientName(row.command);
  if (isClientName(row.command)) return !shells.has(baseName(program).replace(/^-/, ''));
  if (clientVersion.test(program)) return true;
  if (!runtimes.has(row.command) && !runtimes.has(baseName(program))) return false;
  const script = scriptOf(argv ?? []);
  return script !== null && (isClientName(baseName(script)) || clientScript.test(script));
}

/** A shell script called `claude` bears this name too, so the arguments have the last word. */
function isClientName(name: string): boolean {
  return name === 'claude' || name === 'claude.exe';
}

/** The script that a runtime was told to run: its first argument that is not an option. */
function scriptOf(argv: readonly string[]): string | null {
  for (let index = 1; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (!argument.startsWith('-')) return argument;
    if (textOptions.has(argument)) return null;
    if (optionsWithValue.has(argument)) index += 1;
  }
  return null;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
