// A desk on which every name, directory and argument tries to be something else: a format, a command, a
// separator, a pattern. Whoever takes one for code makes a file called `x`.
import { appendFileSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { prompt, startClient, type StageClient } from './clients.ts';
import { seenPanes } from './desk.ts';
import { runOk } from './run.ts';
import { openStage, type Stage } from './stage.ts';

/** The projects, by what is odd about their names. */
const odd = {
  spaces: 'two  words',
  tab: 'a\ttab',
  quotes: `it's "quoted"`,
  format: '#{pane_id} #(touch x)',
  command: '$(touch x) `touch x`',
  pattern: 'a|b 50% %s *',
  wide: '🦊 狐の家',
  end: 'ends with;',
  newline: 'two\nlines',
} as const;

/** A symbolic link to one of the projects, and a worktree of another that is removed on the last evening. */
const [link, worktree] = ['link', 'worktree'];

/** Names of the tmux sessions. */
export const desks = { main: `it's "main" #{pane_id}`, fox: '🦊 $(touch x)', end: '#(touch x)|%s;' } as const;

/** The pane of each client: tmux session, window, pane. */
export const chairs = {
  alone: `${desks.main}:1.1`,
  zoomed: `${desks.main}:2.1`,
  neighbour: `${desks.main}:4.1`,
  closed: `${desks.main}:4.3`,
  automatic: `${desks.main}:5.1`,
  synchronized: `${desks.main}:9.1`,
  cleared: `${desks.fox}:1.1`,
  crashed: `${desks.fox}:3.1`,
  left: `${desks.fox}:4.1`,
  silent: `${desks.fox}:7.1`,
  flagged: `${desks.end}:1.1`,
} as const;

/** A client's part on the desk. */
export type Part = keyof typeof chairs;

/** Where each client was started. */
export const homes: Readonly<Record<Part, string>> = {
  alone: odd.spaces,
  zoomed: odd.tab,
  neighbour: odd.format,
  closed: odd.pattern,
  automatic: odd.command,
  synchronized: odd.wide,
  cleared: odd.pattern,
  crashed: odd.end,
  left: odd.quotes,
  silent: odd.wide,
  flagged: odd.newline,
};

/** Flags that a session comes back with. */
export const flags = ['--model', 'haiku', '--append-system-prompt', '#(touch x); $(touch x) "🦊" %s\\;'];

/** A stage with these projects, whose user counts windows and panes from 1. */
export async function openHostileStage(): Promise<Stage> {
  const stage = await openStage({ projects: Object.values(odd), areRepositories: true });
  symlinkSync(stage.project(odd.wide), stage.project(link));
  const [repository, away] = [stage.project(odd.quotes), stage.project(worktree)];
  await runOk('git', ['-C', repository, 'worktree', 'add', '--quiet', away], { env: stage.env });
  appendFileSync(join(stage.paths.home, '.tmux.conf'), 'set -g base-index 1\nset -g pane-base-index 1\n');
  return stage;
}

/** One window to lay: where, its name (null: tmux gives one), and its panes. */
interface Laid {
  readonly at: string;
  readonly name: string | null;
  readonly panes: readonly string[];
  /** `-h` or `-v`, for each pane after the first. */
  readonly splits?: readonly string[];
}

const windows: readonly Laid[] = [
  { at: `${desks.main}:1`, name: 'two  words "q" \\ $HOME', panes: [odd.spaces] },
  { at: `${desks.main}:2`, name: '#(touch x) #{pane_id} ##', panes: [odd.tab, odd.quotes], splits: ['-h'] },
  {
    at: `${desks.main}:4`,
    name: '$(touch x) | 50% %s;',
    panes: [odd.format, odd.command, odd.pattern],
    splits: ['-h', '-v'],
  },
  { at: `${desks.main}:5`, name: null, panes: [odd.command] },
  { at: `${desks.main}:9`, name: '🦊 狐の家 ', panes: [link, odd.end], splits: ['-v'] },
  { at: `${desks.main}:12`, name: '`touch x`', panes: [odd.end] },
  { at: `${desks.fox}:1`, name: 'a\ttab', panes: [odd.pattern] },
  { at: `${desks.fox}:3`, name: `crash's;`, panes: [odd.end] },
  { at: `${desks.fox}:4`, name: '=left:1.1', panes: [odd.quotes, odd.tab], splits: ['-v'] },
  { at: `${desks.fox}:7`, name: null, panes: [odd.wide] },
  { at: `${desks.fox}:8`, name: 'two\nlines', panes: [odd.newline, link], splits: ['-h'] },
  { at: `${desks.end}:1`, name: '-n #[fg=red] ##[x]', panes: [odd.newline] },
  {
    at: `${desks.end}:2`,
    name: null,
    panes: [odd.spaces, odd.tab, odd.quotes, worktree],
    splits: ['-h', '-v', '-v'],
  },
  { at: `${desks.end}:5`, name: '%s %1$s', panes: [odd.command] },
];

/** A text for an argument in which tmux expands formats, and at whose end it minds a semicolon. */
export function kept(text: string): string {
  return text.replaceAll(/#+(?![#[])/g, '$&$&').replace(/;$/, '\\;');
}

/** A target that means exactly this name, whatever else it might be taken for. */
function target(text: string): string {
  return `=${text}`;
}

/** Lays the windows; the first of a session makes that session. */
export async function layHostileDesk(stage: Stage): Promise<void> {
  const made = new Set<string>();
  for (const { at, name, panes, splits = [] } of windows) {
    const session = at.slice(0, at.lastIndexOf(':'));
    const named = name === null ? [] : ['-n', kept(name)];
    const [first = '', ...others] = panes.map((pane) => kept(stage.project(pane)));
    if (made.has(session)) await stage.tmux('new-window', '-t', target(at), ...named, '-c', first);
    else await stage.tmux('new-session', '-d', '-s', kept(session), ...named, '-c', first);
    made.add(session);
    for (const [index, directory] of others.entries())
      await stage.tmux('split-window', splits[index] ?? '-v', '-t', target(at), '-c', directory);
  }
  await stage.tmux('link-window', '-d', '-s', target(`${desks.main}:1`), '-t', target(`${desks.fox}:6`));
}

/** The last touches, after which nothing is typed any more: a worktree removed, focus, zoom, synchronized panes. */
export async function finishHostileDesk(stage: Stage): Promise<void> {
  const [repository, away] = [stage.project(odd.quotes), stage.project(worktree)];
  await runOk('git', ['-C', repository, 'worktree', 'remove', away], { env: stage.env });
  await stage.tmux('select-pane', '-t', target(chairs.zoomed));
  await stage.tmux('resize-pane', '-Z', '-t', target(chairs.zoomed));
  await stage.tmux('select-pane', '-t', target(`${desks.end}:2.2`));
  await stage.tmux('set-option', '-w', '-t', target(`${desks.main}:9`), 'synchronize-panes', 'on');
  for (const at of [`${desks.main}:12`, `${desks.main}:4`, `${desks.fox}:7`, `${desks.fox}:3`])
    await stage.tmux('select-window', '-t', target(at));
}

/** The words that a part's conversation begins with. */
function firstWordsOf(part: Part): string {
  return `SAY ${part}`;
}

/** Starts every client and lets all but the silent one have a turn; a few at a time, for slow machines. */
export async function startParts(stage: Stage): Promise<Readonly<Record<Part, StageClient>>> {
  const panes = await seenPanes(stage);
  const start = async (part: Part): Promise<readonly [Part, StageClient]> => {
    const pane = panes.find(({ ref }) => ref === chairs[part]);
    if (pane === undefined) throw new Error(`The desk has no ${chairs[part]}.`);
    const words = part === 'flagged' ? flags.map((flag) => `'${flag}'`) : [];
    const client = await startClient(stage, pane.id, words);
    if (part !== 'silent') await prompt(stage, client, firstWordsOf(part));
    return [part, client];
  };
  const waiting = Object.keys(chairs) as Part[];
  const started: (readonly [Part, StageClient])[] = [];
  while (waiting.length > 0) started.push(...(await Promise.all(waiting.splice(0, 4).map(start))));
  return Object.fromEntries(started) as Record<Part, StageClient>;
}

/** Files that only exist where a name was executed. */
export function traces(stage: Stage): readonly string[] {
  const below = readdirSync(stage.paths.root, { recursive: true, encoding: 'utf8' });
  return below.filter((path) => basename(path) === 'x');
}
