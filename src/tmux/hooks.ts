import { quoteWord } from './argv.ts';
import { literal } from './format.ts';
import { askHooksOf, placeOf, readEntries, setEntry } from './hook-entries.ts';
import type { TmuxCommand } from './tmux.ts';
import { quotedWord } from '../text/shell-word.ts';

/** From here on is our place in each hook's list: tmux runs all entries, so the user's own stay as they are. */
const hookPlace = 77;

/** The events that change a desk. Between them they tell of nearly every change, some of them twice. */
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

/** The word by which the program is called. */
const ourCommand = 'tmux-hook';

/** The commands whose output {@link installHooks} goes by. */
export const askHooks: readonly TmuxCommand[] = askHooksOf(hookEvents);

/**
 * The commands that make a server call `PROGRAM tmux-hook EVENT SESSION WINDOW PANE` on every event, in the
 * background, with ids only (`$3`, `@7`, `%12`, or empty where the event or this tmux does not tell). TMUX in the called
 * program's environment names the server. A program that is gone or fails is passed over in silence:
 * tmux would show its failure over the user's pane. `printed` is what the hooks were a moment ago: no entry of the
 * user's is replaced, wherever it stands; one that the tmux file made is, since it would tell everything twice.
 */
export function installHooks(program: string, printed: string): readonly TmuxCommand[] {
  const entries = readEntries(printed);
  return hookEvents.map((event) => {
    const wish = { first: hookPlace, isOurs: (command: string) => isCall(command, event, program) };
    return setEntry(event, placeOf(entries, event, wish), hookCommand(event, program));
  });
}

/** Whether all of these calls stand in what {@link askHooks} printed. */
export function areInstalled(program: string, printed: string): boolean {
  const own = readEntries(printed).filter(({ command }) => command.includes(program));
  return hookEvents.every((event) => own.some((entry) => entry.event === event));
}

function isCall(command: string, event: HookEvent, program: string): boolean {
  const isKnown = command.includes(program) || command.includes('/bin/statusline');
  return isKnown && command.includes(` ${ourCommand} ${event} `);
}

/** What tells that somebody came: the second one is all that a client tells which begins with a new session. */
const attachEvents = ['client-attached', 'client-session-changed'] as const;
/** The tmux file has the place before. */
const attachPlace = 78;

/** The commands whose output {@link installAttachHooks} goes by. */
export const askAttachHooks: readonly TmuxCommand[] = askHooksOf(attachEvents);

/** The commands that make a server call `PROGRAM auto-recover --client NAME` when somebody attaches. */
export function installAttachHooks(program: string, printed: string): readonly TmuxCommand[] {
  const call = backgroundCall(program, "auto-recover --client '#{hook_client}'");
  const wish = { first: attachPlace, isOurs: (command: string) => command.includes(program) };
  const entries = readEntries(printed);
  return attachEvents.map((event) => setEntry(event, placeOf(entries, event, wish), call));
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
  const path = literal(quotedWord(program));
  return `run-shell -b ${quoteWord(`[ -x ${path} ] && ${path} ${words} </dev/null >/dev/null 2>&1; true`)}`;
}
