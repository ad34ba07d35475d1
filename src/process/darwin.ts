import type { ProcessRow } from './processes.ts';

/**
 * The columns asked of `ps`, in the order that {@link parsePs} reads them. `ucomm` is the kernel's short
 * name (`comm` is a path on macOS) and comes last because it may hold spaces.
 */
export const psColumns = 'pid=,ppid=,state=,tty=,lstart=,ucomm=';

const psLine = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(.*)$/;

/** Rows out of what `ps -o` printed for {@link psColumns} under `LC_ALL=C TZ=UTC`. Other lines are skipped. */
export function parsePs(text: string): readonly ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, ppid, state, tty, started, command] = psLine.exec(line) ?? [];
    const startedAtMs = Date.parse(`${started ?? ''} UTC`);
    if (command === undefined || Number.isNaN(startedAtMs)) return [];
    return [
      {
        pid: Number(pid),
        ppid: Number(ppid),
        started: String(startedAtMs / 1000),
        command: command.trimEnd(),
        isZombie: state?.startsWith('Z') ?? false,
        ttyNumber: terminalNumber(tty ?? ''),
      },
    ];
  });
}

/** Device number of a terminal by the name that `ps` gives it; 0 for `??` and names of another kind. */
function terminalNumber(name: string): number {
  const pseudo = /^ttys(\d+)$/.exec(name);
  // Major 16 is the pseudo terminals; macOS keeps the major number in the top byte.
  return pseudo === null ? 0 : 16 * 2 ** 24 + Number(pseudo[1]);
}

/**
 * The boot's own text out of `sysctl -n kern.bootsessionuuid kern.boottime`: the session's UUID where the
 * system has one, since the boot time moves when the clock is set. Null when neither is there.
 */
export function parseBoot(text: string): string | null {
  const session = /^[0-9A-F]{8}-[0-9A-F-]{27}$/im.exec(text);
  if (session !== null) return session[0];
  const [, seconds] = /\bsec = (\d+)/.exec(text) ?? [];
  return seconds ?? null;
}

/** The working directory out of `lsof -a -d cwd -p PID -F0n`, or null. Fields end in NUL, the name's begins with `n`. */
export function parseLsofCwd(text: string): string | null {
  const field = text.split('\0').find((each) => each.replace(/^\n/, '').startsWith('n/'));
  return field === undefined ? null : field.replace(/^\n?n/, '');
}

/**
 * A Perl program (macOS has Perl) that prints what the kernel keeps of a process's start: `sysctl` with
 * CTL_KERN (1), KERN_PROCARGS2 (49) and the pid. `ps` joins arguments with spaces, which cannot be undone.
 */
export const argumentsProgram = [
  'my $name = pack("i3", 1, 49, $ARGV[0]);',
  'my $old = "\\0" x 1048576;',
  'my $size = pack("Q", length $old);',
  'exit 1 if syscall(202, $name, 3, $old, $size, 0, 0) != 0;',
  'print unpack("i", $old), "\\0", substr($old, 4, unpack("Q", $size) - 4);',
].join(' ');

/** What a process was started with. */
export interface StartArguments {
  readonly argv: readonly string[];
  /** NAME=value, in the kernel's order. */
  readonly environment: readonly string[];
}

/**
 * Reads what {@link argumentsProgram} printed: the number of arguments, the executable's path, NULs to fill
 * up, the arguments, the environment; each ends in NUL. Null when it is cut short.
 */
export function parseStartArguments(text: string): StartArguments | null {
  const [, count, rest] = /^(\d+)\0[^\0]*\0+(.*)$/s.exec(text) ?? [];
  const texts = rest?.split('\0') ?? [];
  const argvCount = Number(count);
  if (rest === undefined || argvCount === 0 || texts.length <= argvCount) return null;
  const environment = texts.slice(argvCount);
  // An empty text ends the environment; behind it the system keeps words of its own.
  const end = environment.indexOf('');
  return { argv: texts.slice(0, argvCount), environment: environment.slice(0, end === -1 ? undefined : end) };
}
