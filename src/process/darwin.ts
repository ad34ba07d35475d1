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
 * Variables out of `ps -E -ww -o command=`, which prints the environment after the arguments with only
 * spaces between. A value is taken to end where the next ` NAME=` begins, so one that holds such a text is cut.
 */
export function parsePsEnvironment(text: string, names: readonly string[]): Readonly<Record<string, string>> {
  const words = text.replace(/\n$/, '').split(/ (?=[A-Za-z_]\w*=)/);
  const found: Record<string, string> = {};
  for (const word of words.slice(1)) {
    const name = word.slice(0, word.indexOf('='));
    if (names.includes(name) && !Object.hasOwn(found, name)) found[name] = word.slice(name.length + 1);
  }
  return found;
}
