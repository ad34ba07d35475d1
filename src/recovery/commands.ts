import { keepWindowName, newWindow, respawnPane } from '../tmux/commands.ts';
import { literal, textOfName } from '../tmux/format.ts';
import type { TmuxCommand } from '../tmux/tmux.ts';
import { paneProcess, programProcess, type Gate } from './launch.ts';
import { begunOption, makingOption, paneOption, rebuiltOption, sessionOption } from './origin.ts';
import type { PaneShape, Resume, Step, WindowShape } from './steps.ts';

/** What the commands of a step have to be told of the moment. */
export interface StepContext {
  /** The session that the step is about: `$3`, or `=name` while it has a name of ours. */
  readonly session: string;
  /** Ids of the sessions that earlier batches made, by batch key. */
  readonly sessionIds: ReadonlyMap<string, string>;
  readonly gate: Gate | null;
}

/** Index at which a new session's first window is parked until the real ones are there: nobody's base-index. */
const parkedIndex = 99_999;
/** Rows given to a pane while its window is being divided; the layout sets the real size. */
const spareRows = 4;

/** The tmux commands of a step, as data. `#{session_id}` of a session that the step makes is printed first. */
export function commandsFor(step: Step, context: StepContext): readonly TmuxCommand[] {
  switch (step.kind) {
    case 'open-session':
      return openSession(step, context.session);
    case 'join-group':
      return joinGroup(step, context);
    case 'create-window':
      return createWindow(step.window, `${context.session}:${step.index}`, context.gate);
    case 'finish-window':
      return finishWindow(step, context.gate);
    case 'split-window':
      return addBeside(step.pane, step.windowId, context.gate);
    case 'link-window':
      return linkWindow(step, context);
    case 'focus':
      return [
        ...(step.lastIndex === null ? [] : [selectWindow(context.session, step.lastIndex)]),
        selectWindow(context.session, step.index),
      ];
    case 'name-session':
      return nameSession(step, context.session);
    case 'mark-begun':
      return [['set-option', '-g', begunOption, step.desks.join(' ')]];
    case 'mark-rebuilt':
      return [['set-option', '-g', rebuiltOption, step.desks.join(' ')]];
    default:
      return step satisfies never;
  }
}

/**
 * The first window comes at the user's base-index, which nobody knows here; it only keeps the place until the
 * real windows, each at its own index, are there.
 */
function openSession(step: Extract<Step, { kind: 'open-session' }>, session: string): readonly TmuxCommand[] {
  return [
    [
      'new-session',
      '-d',
      '-P',
      '-F',
      '#{session_id}',
      '-s',
      nameIn(session),
      '-x',
      String(step.widthCols),
      '-y',
      String(step.heightRows),
      'sleep',
      '60',
    ],
    ['move-window', '-s', `${session}:`, '-t', `${session}:${parkedIndex}`],
    ...markSession(step.origin, session),
  ];
}

/** Without its leader tmux would begin a new group for it, or join what merely bears a like name: then it stops first. */
function joinGroup(
  step: Extract<Step, { kind: 'join-group' }>,
  { session, sessionIds }: StepContext,
): readonly TmuxCommand[] {
  const known = sessionIds.get(step.leader) ?? step.leader;
  const leader = known.startsWith('$') ? known : `=${known}`;
  return [
    ['has-session', '-t', leader],
    ['new-session', '-d', '-P', '-F', '#{session_id}', '-t', leader, '-s', nameIn(session)],
    ...markSession(step.origin, session),
  ];
}

function markSession(origin: string | null, session: string): readonly TmuxCommand[] {
  return origin === null ? [] : [['set-option', '-t', `${session}:`, sessionOption, origin]];
}

/** `=name` is how a target speaks of what bears exactly this name. */
function nameIn(target: string): string {
  return target.replace(/^=/, '');
}

function createWindow(window: WindowShape, target: string, gate: Gate | null): readonly TmuxCommand[] {
  const [first, ...others] = window.panes;
  if (first === undefined) return [];
  const rows = Math.max(window.heightRows, spareRows * window.panes.length);
  return [
    newWindow({ target, name: window.name, cwd: first.cwd, argv: processOf(first, gate) }),
    ...markPane(first, target),
    // One by one its panes are made, and any of them may fail.
    ...(others.length === 0 || window.origin === null
      ? []
      : [tmux('set-option', '-w', '-t', target, makingOption, window.origin)]),
    ...nameWindow(window, target),
    // Room for all panes, whatever the size of the terminal that looks on.
    ...(others.length === 0 ? [] : [sizeWindow(window, target, rows)]),
    ...others.flatMap((pane, at) => addPane(pane, { target, rows: rows - spareRows * (at + 1), gate })),
    ...arrangeWindow(window, target),
  ];
}

/** What makes a window with all its panes the one that was lost; the pane made last is active. */
function arrangeWindow(window: WindowShape, target: string): readonly TmuxCommand[] {
  const isMarked = window.panes.length > 1 && window.origin !== null;
  return [
    ...layOut(window, target),
    ...focusPane(window, target),
    ...(window.isSynchronized ? [tmux('set-option', '-w', '-t', target, 'synchronize-panes', 'on')] : []),
    ...(isMarked ? [tmux('set-option', '-w', '-u', '-t', target, makingOption)] : []),
  ];
}

/** Whatever the panes that are there have come to, the window is made high enough for the others. */
function finishWindow(
  { window, windowId: target, lastPaneId, made }: Extract<Step, { kind: 'finish-window' }>,
  gate: Gate | null,
): readonly TmuxCommand[] {
  const missing = window.panes.slice(made);
  const rows = window.heightRows + spareRows * window.panes.length ** 2;
  return [
    ...nameWindow(window, target),
    sizeWindow(window, target, rows),
    // The new ones come behind it.
    tmux('select-pane', '-t', lastPaneId),
    // More rows than there are: tmux leaves the pane that is divided the least that it may have.
    ...missing.flatMap((pane) => addPane(pane, { target, rows, gate })),
    ...arrangeWindow(window, target),
  ];
}

/** Splits the active pane; the new one becomes active, so that panes come in order. */
function addPane(
  pane: PaneShape,
  at: { readonly target: string; readonly rows: number; readonly gate: Gate | null },
): readonly TmuxCommand[] {
  return [
    [
      'split-window',
      '-t',
      at.target,
      '-l',
      String(at.rows),
      '-c',
      literal(pane.cwd),
      ...processOf(pane, at.gate),
    ],
    ...markPane(pane, at.target),
  ];
}

/** A pane in a window that somebody may be looking at: the focus stays, and the new pane is the next one after it. */
function addBeside(pane: PaneShape, target: string, gate: Gate | null): readonly TmuxCommand[] {
  return [
    ['split-window', '-d', '-t', target, '-c', literal(pane.cwd), ...processOf(pane, gate)],
    ...markPane(pane, `${target}.+1`),
  ];
}

/** A pane's own process. Several words are executed as they are; a shell's pane gets none, which means the user's shell. */
function processOf({ launch, program, cwd }: PaneShape, gate: Gate | null): readonly string[] {
  if (launch !== null) return paneProcess(launch, 'wait', gate);
  return program === undefined ? [] : programProcess(program, cwd);
}

function markPane({ origin, title }: PaneShape, target: string): readonly TmuxCommand[] {
  return [
    ['set-option', '-p', '-t', target, paneOption, origin],
    // With -T nothing is selected.
    ...(title === undefined ? [] : [tmux('select-pane', '-t', target, '-T', literal(title))]),
  ];
}

/**
 * Newer versions of tmux encode a name given with `-n`, so one with a backslash is given the other way too, wherever
 * that is exact. Not a name without: `-n` keeps it on every version, and renaming may encode the `$` in it.
 */
function nameWindow({ name }: WindowShape, target: string): readonly TmuxCommand[] {
  if (name === null) return [['set-option', '-w', '-t', target, 'automatic-rename', 'on']];
  if (!name.includes('\\')) return [];
  const renamed = keepWindowName(target, name);
  return renamed === null ? [] : [renamed];
}

/**
 * The layout gives way to the size that its window was told to have, so that is the lost one's first; without a
 * client it stays.
 */
function layOut(window: WindowShape, target: string): readonly TmuxCommand[] {
  const isOne = window.panes.length === 1;
  if (isOne && window.layout === null) return [];
  return [
    ...(isOne ? [] : [sizeWindow(window, target, window.heightRows)]),
    ['select-layout', '-t', target, window.layout ?? 'tiled'],
    // resize-window has fixed the size; from here it follows the user's terminals again.
    ...(isOne ? [] : [tmux('set-option', '-w', '-u', '-t', target, 'window-size')]),
  ];
}

function sizeWindow({ widthCols }: WindowShape, target: string, rows: number): TmuxCommand {
  return ['resize-window', '-t', target, '-x', String(widthCols), '-y', String(rows)];
}

/** The last pane made is active: counting on from it comes round to the first. */
function focusPane({ panes, activePane, isZoomed }: WindowShape, target: string): readonly TmuxCommand[] {
  const isLast = activePane === panes.length - 1;
  return [
    ...(isLast ? [] : [tmux('select-pane', '-t', `${target}.+${activePane + 1}`)]),
    ...(isZoomed && panes.length > 1 ? [tmux('resize-pane', '-Z', '-t', target)] : []),
  ];
}

function linkWindow(
  step: Extract<Step, { kind: 'link-window' }>,
  { session, sessionIds }: StepContext,
): readonly TmuxCommand[] {
  const { from } = step;
  const source =
    from.kind === 'standing' ? from.windowId : `${sessionIds.get(from.batch) ?? from.batch}:${from.index}`;
  return [['link-window', '-d', '-s', source, '-t', `${session}:${step.index}`]];
}

function selectWindow(session: string, index: number): TmuxCommand {
  return ['select-window', '-t', `${session}:${index}`];
}

function nameSession(step: Extract<Step, { kind: 'name-session' }>, session: string): readonly TmuxCommand[] {
  return [
    // Not kill-window, which would close the gaps between indexes where renumber-windows is on.
    ...(step.hasPlaceholder ? [tmux('unlink-window', '-k', '-t', `${session}:${parkedIndex}`)] : []),
    ['rename-session', '-t', session, '--', literal(textOfName(step.name) ?? step.name)],
  ];
}

/** Starts a session in a pane that stands: its idle shell (or our own waiting script) gives way to the client. */
export function commandsForResume(resume: Resume, paneId: string, gate: Gate | null): readonly TmuxCommand[] {
  const { launch, mode, origin } = resume;
  return [
    respawnPane({ target: paneId, cwd: launch.directory, argv: paneProcess(launch, mode, gate) }),
    ['set-option', '-p', '-t', paneId, paneOption, origin],
  ];
}

function tmux(name: string, ...words: readonly string[]): TmuxCommand {
  return [name, ...words];
}
