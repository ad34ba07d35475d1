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
type HookEvent = (typeof hookEvents)[number];

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

/**
 * What tells that somebody came: the second one is all that a client tells which begins with a new session. The
 * resident's place in each; the tmux file has the one before.
 */
const attachEntries = ['client-attached[78]', 'client-session-changed[78]'] as const;

/** The commands that make a server call `PROGRAM auto-recover --client NAME` when somebody attaches. */
export function installAttachHooks(program: string): readonly TmuxCommand[] {
  const call = backgroundCall(program, "auto-recover --client '#{hook_client}'");
  return attachEntries.map((entry) => ['set-hook', '-g', entry, call]);
}

/** Their output tells {@link removeAttachHooks} what there is. */
export const askAttachHooks: readonly TmuxCommand[] = attachEntries.map((entry) => [
  'show-hooks',
  '-g',
  entry.slice(0, entry.indexOf('[')),
]);

/** The commands that take our calls away again; none where another program stands at our place. */
export function removeAttachHooks(printed: string, program: string): readonly TmuxCommand[] {
  const lines = printed.split('\n').filter((line) => line.includes(program));
  return attachEntries
    .filter((entry) => lines.some((line) => line.startsWith(`${entry} `)))
    .map((entry) => ['set-hook', '-gu', entry]);
}

function entryOf(event: string): string {
  return `${event}[${hookIndex}]`;
}

function hookCommand(event: HookEvent, program: string): string {
  const ids = ['session', 'window', 'pane'].map((kind) => `'#{hook_${kind}}'`).join(' ');
  const run = backgroundCall(program, `${ourCommand} ${event} ${ids}`);
  if (event !== 'window-renamed') return run;
  // A window that tmux names by itself is renamed at every command typed in it, which is no news.
  return `if-shell -F ${quoteWord('#{?automatic-rename,0,1}')} ${quoteWord(run)}`;
}

/** Calls the program without a word, as long as it is there. */
function backgroundCall(program: string, words: string): string {
  const path = literal(quoteForShell(program));
  return `run-shell -b ${quoteWord(`[ -x ${path} ] && ${path} ${words} </dev/null >/dev/null 2>&1; true`)}`;
}

function quoteForShell(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
