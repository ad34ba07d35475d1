import { quoteWord } from './argv.ts';
import { literal } from './format.ts';
import type { TmuxCommand } from './tmux.ts';

/** Our place in each hook's list: tmux runs all entries, so the user's own stay as they are. */
const hookIndex = 77;

/** The events that change a desk. Between them they tell of every change, some of them twice. */
export const hookEvents = [
  'window-layout-changed',
  'window-linked',
  'window-unlinked',
  'window-renamed',
  'window-pane-changed',
  'session-created',
  'session-renamed',
  'session-closed',
  'session-window-changed',
  'pane-exited',
  // kill-pane ends a pane without pane-exited.
  'after-kill-pane',
] as const;

/** An event that our hooks report. */
export type HookEvent = (typeof hookEvents)[number];

/** The word by which the program is called, and by which an entry is known as ours. */
const ourCommand = 'tmux-hook';

/** An entry of ours that a server has now. */
export interface InstalledHook {
  readonly event: string;
  /** tmux's own writing of the command. */
  readonly command: string;
}

/**
 * The commands that make a server call `PROGRAM tmux-hook EVENT SESSION WINDOW PANE` on every event, in the
 * background, with ids only (`$3`, `@7`, `%12`, or empty where the event or this tmux does not tell). TMUX in the called
 * program's environment names the server. A program that is gone or fails is passed over in silence:
 * tmux would show its failure over the user's pane.
 */
export function installHooks(program: string): readonly TmuxCommand[] {
  return hookEvents.map((event) => ['set-hook', '-g', entryOf(event), hookCommand(event, program)]);
}

/** The commands that take away entries of ours. Nothing of the user's is touched, also not at our index. */
export function removeHooks(installed: readonly InstalledHook[]): readonly TmuxCommand[] {
  return installed.map(({ event }) => ['set-hook', '-gu', entryOf(event)]);
}

/** The commands whose output {@link readHooks} reads. By name, which needs no scope: `-w` came with 3.2. */
export const askHooks: readonly TmuxCommand[] = hookEvents.map((event) => ['show-hooks', '-g', event]);

/** Our entries in what {@link askHooks} printed. */
export function readHooks(printed: string): readonly InstalledHook[] {
  return printed.split('\n').flatMap((line) => {
    const [, event, index, command] = /^([a-z-]+)\[(\d+)\] (.*)$/.exec(line) ?? [];
    const isOurs = Number(index) === hookIndex && command?.includes(` ${ourCommand} ${event ?? ''} `);
    return event === undefined || command === undefined || isOurs !== true ? [] : [{ event, command }];
  });
}

function entryOf(event: string): string {
  return `${event}[${hookIndex}]`;
}

function hookCommand(event: HookEvent, program: string): string {
  const path = literal(quoteForShell(program));
  const ids = ['session', 'window', 'pane'].map((kind) => `'#{hook_${kind}}'`).join(' ');
  const call = `[ -x ${path} ] && ${path} ${ourCommand} ${event} ${ids} </dev/null >/dev/null 2>&1; true`;
  const run = `run-shell -b ${quoteWord(call)}`;
  if (event !== 'window-renamed') return run;
  // A window that tmux names by itself is renamed at every command typed in it, which is no news.
  return `if-shell -F ${quoteWord('#{?automatic-rename,0,1}')} ${quoteWord(run)}`;
}

function quoteForShell(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
