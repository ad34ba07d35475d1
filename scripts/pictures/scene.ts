// A desk to be drawn: the built program, real tmux on sockets of its own, stand-ins for the client, and a home
// that goes when it is closed.
import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, runOk } from '../../test/rig/run.ts';
import { until } from '../../test/rig/wait.ts';

/** A session of the scene, with what it was asked and what a model would call it. */
export interface Member {
  readonly id: string;
  /** `shop:0.1`. */
  readonly seat: string;
  readonly directory: string;
  readonly prompts: readonly [string, ...string[]];
  readonly state: 'idle' | 'working' | 'waiting';
  readonly answer: { readonly name: string; readonly task: string; readonly summary: string };
}

/** A scene that stands. */
export interface Scene {
  /** Runs the program and gives what it printed. */
  statusline(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** What a terminal of this size shows after these lines of shell, once it shows `shows`. */
  screen(
    script: string,
    size: { readonly columns: number; readonly rows: number },
    shows: string,
  ): Promise<string>;
  tmux(...args: readonly string[]): Promise<string>;
  /** Starts a member in its pane and waits until the registry knows its name. */
  enter(member: Member): Promise<void>;
  /** Ends the desk's tmux server and all in it without a word. */
  powerCut(): Promise<void>;
  close(): Promise<void>;
}

/** Where a scene keeps its things. */
interface Place {
  readonly root: string;
  readonly home: string;
  readonly desk: string;
  readonly screen: string;
  readonly client: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Sets the scene up; whoever opens it closes it. */
export function openScene(program: string, members: readonly Member[]): Scene {
  const place = makePlace();
  for (const { directory } of members) mkdirSync(join(place.home, directory), { recursive: true });
  const cast = { program, members: members.map((member) => transcribed(place, member)) };
  writeFileSync(join(place.home, 'cast.json'), JSON.stringify(cast));
  const statusline: Scene['statusline'] = async (args, more = {}) => {
    const env = { ...place.env, ...more };
    return (await run(process.execPath, [program, ...args], { env, cwd: place.home })).stdout;
  };
  return {
    statusline,
    tmux: (...args) => tmuxOn(place, place.desk, ...args),
    screen: (script, size, shows) => {
      const shell = `statusline() { node ${program} "$@"; }\n${script}\nexec sleep 1000`;
      return screenOf(place, shell, { ...size, shows });
    },
    enter: (member) => enter(place, statusline, member),
    powerCut: async () => {
      const pids = await tmuxOn(place, place.desk, 'list-panes', '-a', '-F', '#{pid}\n#{pane_pid}');
      for (const pid of new Set(pids.trim().split('\n'))) process.kill(Number(pid), 'SIGKILL');
    },
    close: async () => {
      await run('tmux', ['-S', place.desk, 'kill-server'], { env: place.env });
      rmSync(place.root, { recursive: true, force: true });
    },
  };
}

function makePlace(): Place {
  const root = mkdtempSync(join(tmpdir(), 'sp-'));
  const home = join(root, 'home');
  const desk = join(root, `tmux-${process.getuid?.() ?? 0}`, 'default');
  const client = join(home, '.local/bin/claude');
  mkdirSync(dirname(desk), { mode: 0o700 });
  mkdirSync(dirname(client), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'claude'), client);
  chmodSync(client, 0o755);
  const env = {
    HOME: home,
    PATH: `${dirname(client)}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    SHELL: '/bin/sh',
    TMUX_TMPDIR: root,
    STATUSLINE_NO_MONITOR: '1',
  };
  return { root, home, desk, client, env, screen: join(root, 'screen') };
}

function transcribed({ home }: Place, member: Member): object {
  return { ...member, transcript: join(home, '.claude/projects/p', `${member.id}.jsonl`) };
}

function tmuxOn({ env, home }: Place, socket: string, ...args: readonly string[]): Promise<string> {
  return runOk('tmux', ['-S', socket, '-f', '/dev/null', ...args], { env, cwd: home });
}

async function screenOf(
  place: Place,
  shell: string,
  shot: { readonly columns: number; readonly rows: number; readonly shows: string },
): Promise<string> {
  const size = ['-x', String(shot.columns), '-y', String(shot.rows)];
  // A server that was told to end may still take the next one's call.
  const socket = `${place.screen}-${randomUUID()}`;
  await tmuxOn(place, socket, 'new-session', '-d', '-s', 'screen', ...size, 'sh', '-c', shell);
  try {
    let last = '';
    const seen = await until(`the screen shows ${shot.shows}`, async () => {
      const now = await tmuxOn(place, socket, 'capture-pane', '-e', '-p', '-t', 'screen');
      // Twice the same: whatever is drawn has been drawn.
      const isDone = now.includes(shot.shows) && now === last;
      last = now;
      return isDone ? now : null;
    });
    return alike(place, seen.trimEnd());
  } finally {
    await tmuxOn(place, socket, 'kill-server');
  }
}

/** What differs from run to run and says nothing looks as it does for a user. */
function alike({ root }: Place, screen: string): string {
  return screen.replaceAll(root, '/tmp').replaceAll(/tmux server \d+/g, 'tmux server 4120');
}

async function enter(place: Place, statusline: Scene['statusline'], member: Member): Promise<void> {
  const words = `exec ${place.client} --session-id ${member.id} --permission-mode acceptEdits`;
  const directory = join(place.home, member.directory);
  await tmuxOn(place, place.desk, 'respawn-pane', '-k', '-t', member.seat, '-c', directory, words);
  await until(`${member.answer.name} is known`, async () => {
    const listed: unknown = JSON.parse(await statusline(['list', '--json']));
    return Array.isArray(listed) && listed.some((each) => isNamed(each, member));
  });
}

function isNamed(listed: unknown, { id, answer }: Member): boolean {
  if (typeof listed !== 'object' || listed === null) return false;
  // One entry of `list --json`, as the product documents it.
  const { session_id: session, name, task } = listed as Record<string, unknown>;
  return session === id && name === answer.name && task === answer.task;
}
