import { paneFormat, readPanes, type SeenPane } from './pane-record.ts';
import type { Place } from './place.ts';
import { hintedPane, isServerName, socketInArgv, socketInHint, type Hint } from './hint.ts';
import type { Tmux, TmuxCommand, TmuxFailure } from './tmux.ts';

/** A process, as far as finding its place needs it. */
interface Kin {
  readonly pid: number;
  readonly ppid: number;
  readonly command: string;
  readonly ttyNumber: number;
}

/** The process table, as far as finding a place needs it. */
interface KinLook {
  /** The process and its parents, nearest first, each read when it is come to. */
  ancestry(pid: number): Iterable<Kin>;
  argv(pid: number): readonly string[] | null;
  environment(pid: number, names: readonly string[]): Readonly<Record<string, string>> | null;
}

/** Where a process sits. `unknown` is not `not-in-tmux`: something could not be asked. */
export type Location =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'not-in-tmux' }
  | { readonly kind: 'unknown'; readonly reason: 'no-such-process' | 'pane-not-found' | TmuxFailure };

/** Whom to ask. */
export interface Askable {
  readonly tmux: Tmux;
  readonly processes: KinLook;
}

/**
 * Finds the pane that a process sits in. TMUX and TMUX_PANE in its environment are a hint, believed only
 * when that pane's own process is the process or an ancestor of it: they are inherited by everything that
 * was ever started from a pane. With a good hint this costs one tmux call; without any sign of tmux, none.
 */
export async function locate(
  world: Askable,
  asked: { readonly pid: number; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Location> {
  const kin = world.processes.ancestry(asked.pid);
  const [self] = kin;
  if (self === undefined) return { kind: 'unknown', reason: 'no-such-process' };
  const hint = hintedPane(asked.env);
  const first = hint === null ? null : await askHint(world.tmux, hint);
  const found = first?.kind === 'panes' ? holderOf(first.panes, kin) : null;
  if (found !== null) return settle(world.tmux, found);

  const all = [...kin];
  const above = serverAbove(all);
  if (above !== null) return throughServer(world, above, hint);
  if (isOrphaned(all)) return throughTerminal(world, all, hint);
  return first?.kind === 'failure' ? { kind: 'unknown', reason: first.failure } : { kind: 'not-in-tmux' };
}

/** What asking one server gave. */
type Answer =
  | { readonly kind: 'panes'; readonly panes: readonly SeenPane[] }
  | { readonly kind: 'failure'; readonly failure: TmuxFailure };

async function ask(tmux: Tmux, socketPath: string, command: TmuxCommand): Promise<Answer> {
  const printed = await tmux.run(socketPath, [command]);
  return printed.ok
    ? { kind: 'panes', panes: readPanes(printed.value) }
    : { kind: 'failure', failure: printed.failure };
}

function askHint(tmux: Tmux, hint: Hint): Promise<Answer> {
  return ask(tmux, hint.socketPath, ['display-message', '-p', '-t', hint.paneId, paneFormat]);
}

function askAll(tmux: Tmux, socketPath: string): Promise<Answer> {
  return ask(tmux, socketPath, ['list-panes', '-a', '-F', paneFormat]);
}

/** The pane whose own process is among these. The nearest one wins, for a tmux inside another's pane. */
function holderOf(panes: readonly SeenPane[], kin: Iterable<Kin>): SeenPane | null {
  for (const { pid } of kin) {
    const holder = oldest(panes.filter((pane) => pane.place.panePid === pid));
    if (holder !== null) return holder;
  }
  return null;
}

/** Of several sessions that show the same pane always the same one: the first made. */
function oldest(panes: readonly SeenPane[]): SeenPane | null {
  return panes.toSorted((a, b) => sessionNumber(a) - sessionNumber(b))[0] ?? null;
}

function sessionNumber({ place }: SeenPane): number {
  return Number(place.sessionId.slice(1));
}

/**
 * For a pane that several sessions show, tmux names the one that was used last. A place that changes with
 * every glance would look like a move, so the choice is made here.
 */
async function settle(tmux: Tmux, found: SeenPane): Promise<Location> {
  if (!found.isShared) return { kind: 'place', place: found.place };
  const all = await askAll(tmux, found.place.server.socketPath);
  if (all.kind === 'failure') return { kind: 'unknown', reason: all.failure };
  const same = all.panes.filter((pane) => pane.place.paneId === found.place.paneId);
  return { kind: 'place', place: (oldest(same) ?? found).place };
}

/** A tmux server among the ancestors, and its child on the way down to the process. */
interface ServerAbove {
  readonly serverPid: number;
  readonly panePid: number;
}

function serverAbove(kin: readonly Kin[]): ServerAbove | null {
  for (const [index, { pid, command }] of kin.entries()) {
    const child = kin[index - 1];
    if (child !== undefined && isServerName(command)) return { serverPid: pid, panePid: child.pid };
  }
  return null;
}

/** The sockets by which a server among the ancestors can be reached, the likeliest first. */
async function throughServer(
  { tmux, processes }: Askable,
  above: ServerAbove,
  hint: Hint | null,
): Promise<Location> {
  // tmux itself puts TMUX into the environment of what it starts in a pane.
  const told = socketInHint(processes.environment(above.panePid, ['TMUX'])?.['TMUX']);
  const started = socketInArgv(processes.argv(above.serverPid) ?? [], tmux.defaultSocket());
  const likely = [told, started, hint?.socketPath, tmux.defaultSocket()].flatMap((path) => path ?? []);
  return search(tmux, [...likely, ...(await tmux.sockets())], (pane) => {
    const { place } = pane;
    return place.server.pid === above.serverPid && place.panePid === above.panePid;
  });
}

/**
 * Whether the process outlived the parents it had in its terminal: the oldest of those that share its
 * terminal hangs right under the first process. Only then is it worth asking tmux for the terminal.
 */
function isOrphaned(kin: readonly Kin[]): boolean {
  const tty = kin[0]?.ttyNumber ?? 0;
  if (tty === 0) return false;
  const sharing = kin.findLastIndex((each) => each.ttyNumber === tty);
  const above = kin[sharing + 1];
  return above === undefined || above.pid === 1 || above.command === 'systemd';
}

async function throughTerminal({ tmux }: Askable, kin: readonly Kin[], hint: Hint | null): Promise<Location> {
  const tty = kin[0]?.ttyNumber ?? 0;
  const sockets = [...(hint === null ? [] : [hint.socketPath]), ...(await tmux.sockets())];
  const found = await search(tmux, sockets, (pane) => pane.ttyNumber === tty);
  const isElsewhere = found.kind === 'unknown' && found.reason === 'pane-not-found' && hint === null;
  return isElsewhere ? { kind: 'not-in-tmux' } : found;
}

/** Asks one server after the other for a pane. A server that cannot be asked leaves the answer open. */
async function search(
  tmux: Tmux,
  sockets: readonly string[],
  isWanted: (pane: SeenPane) => boolean,
): Promise<Location> {
  let unasked: TmuxFailure | null = null;
  for (const socketPath of new Set(sockets)) {
    const answer = await askAll(tmux, socketPath);
    if (answer.kind === 'panes') {
      const found = oldest(answer.panes.filter(isWanted));
      if (found !== null) return { kind: 'place', place: found.place };
    } else if (answer.failure.kind !== 'no-server') {
      unasked ??= answer.failure;
    }
  }
  return { kind: 'unknown', reason: unasked ?? 'pane-not-found' };
}
