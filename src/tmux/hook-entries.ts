import type { TmuxCommand } from './tmux.ts';

/** Two calls whose output {@link removeCalls} reads: all hooks of sessions, and those of windows (`-w` came with 3.2). */
export const askAllHooks: readonly TmuxCommand[] = [
  ['show-hooks', '-g'],
  ['show-hooks', '-gw'],
];

/**
 * The commands that take away every hook which calls something below this directory, whatever its event and its
 * place. The directory's name may hold nothing that tmux or a shell would write in another way.
 */
export function removeCalls(printed: string, directory: string): readonly TmuxCommand[] {
  return printed.split('\n').flatMap((line): readonly TmuxCommand[] => {
    const [, entry, command] = /^([a-z-]+\[\d+\]) (.*)$/.exec(line) ?? [];
    const isOurs = entry !== undefined && command?.includes(`${directory}/`) === true;
    return isOurs ? [['set-hook', '-gu', entry]] : [];
  });
}
