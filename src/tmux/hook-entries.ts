import type { TmuxCommand } from './tmux.ts';

/** Two calls whose output {@link readEntries} reads: all hooks of sessions, and those of windows (`-w` came with 3.2). */
export const askAllHooks: readonly TmuxCommand[] = [
  ['show-hooks', '-g'],
  ['show-hooks', '-gw'],
];

/** One entry in the list of a hook. tmux runs them all, in the order of their places. */
export interface HookEntry {
  readonly event: string;
  readonly place: number;
  /** tmux's own writing of the command. */
  readonly command: string;
}

/** The command that asks for the entries of these hooks. By name, which needs no scope. */
export function askHooksOf(events: readonly string[]): readonly TmuxCommand[] {
  return events.map((event) => ['show-hooks', '-g', event]);
}

/** The entries in what `show-hooks` printed. A hook without any is printed by its bare name. */
export function readEntries(printed: string): readonly HookEntry[] {
  return printed.split('\n').flatMap((line) => {
    const [, event, place, command] = /^([a-z-]+)\[(\d+)\] (.*)$/.exec(line) ?? [];
    return event === undefined || command === undefined ? [] : [{ event, place: Number(place), command }];
  });
}

/**
 * The place for a call of ours: the one that it has, else the first from `first` on that is free. Somebody else's
 * entry may stand at any of them, and is not ours to take.
 */
export function placeOf(
  entries: readonly HookEntry[],
  event: string,
  wish: { readonly first: number; readonly isOurs: (command: string) => boolean },
): number {
  const own = entries.filter((entry) => entry.event === event);
  const known = own.find(({ command }) => wish.isOurs(command));
  if (known !== undefined) return known.place;
  const taken = new Set(own.map(({ place }) => place));
  let place = wish.first;
  while (taken.has(place)) place += 1;
  return place;
}

/** The command that puts a call at a place. */
export function setEntry(event: string, place: number, command: string): TmuxCommand {
  return ['set-hook', '-g', `${event}[${place}]`, command];
}

/**
 * The commands that take away every entry which calls this program (or, with `/` at the end, anything below this
 * directory), whatever its event and its place. Its path may hold nothing that tmux or a shell would write in
 * another way.
 */
export function removeCalls(printed: string, path: string): readonly TmuxCommand[] {
  return readEntries(printed)
    .filter(({ command }) => command.includes(path))
    .map(({ event, place }) => ['set-hook', '-gu', `${event}[${place}]`]);
}
