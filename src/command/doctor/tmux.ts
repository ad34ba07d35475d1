import type { FileLook } from '../../files/files.ts';
import { type Check, counted, fine, note, warning } from './check.ts';

/** A tmux server that holds live sessions, and does not answer though it may live. */
export interface SilentServer {
  readonly pid: number;
  /** As a person reads it. */
  readonly socket: string;
  readonly hasSocket: boolean;
}

/** What the caller's own tmux shows it by. */
export interface CallerTmux {
  /** The features of every terminal that shows the caller's session. */
  readonly terminals: readonly (readonly string[])[];
  /** Features that the configuration of the server asks for. */
  readonly wanted: readonly string[];
  /** Whether the client, started here, would write more than 256 colours: inside tmux it does so only when told. */
  readonly isClientTold: boolean;
}

/** What there is of tmux. */
export interface TmuxFacts {
  readonly version: string | null;
  /** Where a plain tmux puts its socket, as a person reads it. */
  readonly directory: string;
  /** The same for a shell. */
  readonly directoryWord: string;
  /** Null when it is not there, or closed to us. */
  readonly look: FileLook | null;
  readonly silent: readonly SilentServer[];
  /** Null outside tmux, or when it did not answer. */
  readonly caller: CallerTmux | null;
}

/** Below this nothing that has to do with panes works. */
const oldestTmux: Version = [3, 0];
/** The first that can be asked what a terminal can do. */
const featuresSince: Version = [3, 2];
/** The first that passes links on. */
const linksSince: Version = [3, 4];

type Version = readonly [major: number, minor: number];

/** The one line of configuration that colour and links need, and what makes it count. */
const featuresLine = "set -sa terminal-features ',*:RGB:hyperlinks'";

/** Judges tmux. Pure. */
export function judgeTmux(facts: TmuxFacts): readonly Check[] {
  const { version } = facts;
  if (version === null) {
    const words = 'tmux is not there: sessions cannot be given back their panes';
    return [warning('tmux', words, 'sudo apt-get install tmux')];
  }
  return [program(version), ...sockets(facts), ...silence(facts), ...terminal(facts, version)];
}

/** `3.3a` is 3.3, `next-3.5` is 3.5; what has no number (`openbsd-7.4` has one of another kind) is new. */
function isAtLeast(version: string, [wantedMajor, wantedMinor]: Version): boolean {
  const [, major, minor] = /^(?:next-)?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return true;
  return Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
}

function program(version: string): Check {
  if (isAtLeast(version, oldestTmux)) return fine('tmux', `tmux ${version}`);
  return warning(
    'tmux',
    `tmux ${version} is too old for what has to do with panes`,
    'sudo apt-get install tmux',
  );
}

function sockets({ directory, directoryWord, look }: TmuxFacts): readonly Check[] {
  const id = 'tmux-sockets';
  // tmux makes it with its first server.
  if (look === null) return [];
  if (!look.isOurs)
    return [warning(id, `${directory} belongs to another user: tmux refuses it`, `ls -ld ${directoryWord}`)];
  if ((look.mode & 0o007) !== 0) {
    return [warning(id, `${directory} is open to everybody: tmux refuses it`, `chmod 700 ${directoryWord}`)];
  }
  return [fine(id, `${directory} is yours`)];
}

function silence({ silent }: TmuxFacts): readonly Check[] {
  return silent.map(({ pid, socket, hasSocket }) =>
    hasSocket
      ? warning(
          'tmux-silent',
          `the tmux server ${pid} does not answer on ${socket}`,
          `ps -o pid,stat,etime,args -p ${pid}`,
        )
      : // It makes its socket again when it is asked to by this signal.
        warning('tmux-silent', `the socket ${socket} of the tmux server ${pid} is gone`, `kill -USR1 ${pid}`),
  );
}

function terminal({ caller }: TmuxFacts, version: string): readonly Check[] {
  if (caller === null || caller.terminals.length === 0 || !isAtLeast(version, featuresSince)) return [];
  return [
    isHeldBack(caller) ? heldBack() : feature(caller, 'RGB', 'tmux-colour'),
    ...(isAtLeast(version, linksSince) ? [feature(caller, 'hyperlinks', 'tmux-links')] : [noLinks()]),
  ];
}

function feature({ terminals, wanted }: CallerTmux, name: 'RGB' | 'hyperlinks', id: string): Check {
  const what = name === 'RGB' ? 'full colour' : 'links';
  const lacking = terminals.filter((features) => !features.includes(name)).length;
  if (lacking === 0) return fine(id, `tmux passes ${what} on to your terminal`);
  const where =
    terminals.length === 1 ? 'your terminal' : `${counted(lacking, 'terminal')} of ${terminals.length}`;
  if (wanted.includes(name)) {
    const words = `tmux does not pass ${what} on to ${where}, which was attached before it was told to`;
    return note(id, words, 'detach and attach again: tmux detach-client, then tmux attach');
  }
  const cure = `put this line into ~/.tmux.conf, run tmux source-file ~/.tmux.conf, then detach and attach again: ${featuresLine}`;
  return note(id, `tmux does not pass ${what} on to ${where}`, cure);
}

function isHeldBack({ terminals, isClientTold }: CallerTmux): boolean {
  return !isClientTold && terminals.every((features) => features.includes('RGB'));
}

function heldBack(): Check {
  return note(
    'tmux-colour',
    'tmux passes full colour on to your terminal, but Claude Code writes 256 colours inside tmux unless it is told',
    "put this line into your shell's rc file, then start Claude Code from a new shell: export CLAUDE_CODE_TMUX_TRUECOLOR=1",
  );
}

function noLinks(): Check {
  return note('tmux-links', `links in the status line need tmux ${linksSince.join('.')} or newer`);
}
