const shells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'zsh',
  'fish',
  'dash',
  'ash',
  'ksh',
  'ksh93',
  'mksh',
  'tcsh',
  'csh',
  'nu',
  'elvish',
  'xonsh',
]);

/** Whether a process of this name is a shell; a login shell has a dash before it. */
export function isShell(command: string): boolean {
  return shells.has(command.replace(/^-/, ''));
}
