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
  const options = argv.slice(1);
  for (const [index, word] of options.entries()) {
    if (!word.startsWith('-')) return null;
    const [, letter, attached] = /^-[2CDlNquUvV]*([SL])(.*)$/s.exec(word) ?? [];
    const value = attached === '' ? options[index + 1] : attached;
    if (letter === 'S' && value !== undefined) return value.startsWith('/') ? value : null;
    if (letter === 'L' && value !== undefined) return beside(defaultSocket, value);
  }
  return null;
}

function beside(path: string, name: string): string {
  return `${path.slice(0, path.lastIndexOf('/'))}/${name}`;
}
