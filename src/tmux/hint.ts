/** What a pane's environment says of where it is. */
export interface Hint {
  readonly socketPath: string;
  readonly paneId: string;
}

/** The pane named by TMUX and TMUX_PANE, or null when they do not name one. */
export function hintedPane(env: Readonly<Record<string, string | undefined>>): Hint | null {
  const socketPath = socketInHint(env['TMUX']);
  const paneId = env['TMUX_PANE'] ?? '';
  return socketPath === null || !/^%\d+$/.test(paneId) ? null : { socketPath, paneId };
}

/** The socket in TMUX (`socket,server pid,session number`), or null. The path may itself hold commas. */
export function socketInHint(value: string | undefined): string | null {
  return /^(\/.*),\d+,-?\d+$/s.exec(value ?? '')?.[1] ?? null;
}

/** Whether the kernel's name for a process is that of a tmux server (`tmux` also where titles are not set). */
export function isServerName(command: string): boolean {
  return command.startsWith('tmux: server') || command === 'tmux';
}

/**
 * The socket that a tmux server was started on, by its `-S PATH` or `-L NAME`; null when it names none or
 * a relative path. `-L` names a file beside the default socket.
 */
export function socketInArgv(argv: readonly string[], defaultSocket: string): string | null {
  for (let index = 1; index < argv.length; index += 1) {
    const option = readOption(argv[index] ?? '', argv[index + 1]);
    if (option === null) return null;
    if (option.letter === 'S') return option.value.startsWith('/') ? option.value : null;
    if (option.letter === 'L') return beside(defaultSocket, option.value);
    if (option.tookNext) index += 1;
  }
  return null;
}

/** An option of tmux; `letter` only when it is one that takes a value. */
interface Option {
  readonly letter: string | undefined;
  readonly value: string;
  readonly tookNext: boolean;
}

/** Letters without a value, then one with a value in the same word or the next one. Null for a command. */
function readOption(word: string, next: string | undefined): Option | null {
  const [, letter, attached] = /^-[^cfLST-]*([cfLST])?(.*)$/s.exec(word) ?? [];
  if (attached === undefined) return null;
  const tookNext = letter !== undefined && attached === '';
  if (tookNext && next === undefined) return null;
  return { letter, value: tookNext ? (next ?? '') : attached, tookNext };
}

function beside(path: string, name: string): string {
  return `${path.slice(0, path.lastIndexOf('/'))}/${name}`;
}
