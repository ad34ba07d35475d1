import { panePid, type StageClient } from '../../test/rig/clients.ts';
import { kill } from '../../test/rig/processes.ts';
import type { Stage } from '../../test/rig/stage.ts';

/** One way for a client to die. */
export interface Death {
  readonly name: string;
  /** What stands round the client before: more panes, hooks of tmux. */
  readonly prepare?: (stage: Stage) => Promise<unknown>;
  readonly die: (stage: Stage, client: StageClient) => Promise<unknown>;
}

const serverPid = async (stage: Stage): Promise<number> =>
  Number(await stage.tmux('display-message', '-p', '#{pid}'));

async function killBothSessions(stage: Stage): Promise<void> {
  await stage.tmux('kill-session', '-t', '=other');
  await stage.tmux('kill-session', '-t', '=main');
}

/** Every way that is told apart, or has to be. */
export const deaths: readonly Death[] = [
  {
    name: 'kill-pane, one of two in the window',
    die: async (stage, client) => stage.tmux('kill-pane', '-t', client.pane),
  },
  { name: 'kill-window', die: (stage, client) => stage.tmux('kill-window', '-t', client.pane) },
  { name: 'kill-session, another remains', die: (stage) => stage.tmux('kill-session', '-t', '=main') },
  {
    name: 'kill-session of the last session',
    die: killBothSessions,
  },
  { name: 'kill-server', die: (stage) => stage.tmux('kill-server') },
  { name: 'SIGTERM to the client', die: async (_, client) => kill(client.pid, 'SIGTERM') },
  { name: 'SIGHUP to the client', die: async (_, client) => kill(client.pid, 'SIGHUP') },
  { name: 'SIGKILL to the client', die: async (_, client) => kill(client.pid, 'SIGKILL') },
  {
    name: "SIGKILL to the pane's shell",
    die: async (stage, client) => kill(await panePid(stage, client.pane), 'SIGKILL'),
  },
  { name: 'SIGTERM to the server', die: async (stage) => kill(await serverPid(stage), 'SIGTERM') },
  { name: 'SIGKILL to the server', die: async (stage) => kill(await serverPid(stage), 'SIGKILL') },
  {
    name: 'SIGTERM to client and server at once',
    die: async (stage, client) => {
      const server = await serverPid(stage);
      kill(client.pid, 'SIGTERM');
      kill(server, 'SIGTERM');
    },
  },
  {
    name: 'last kill-session while a tmux hook runs for 3 s',
    prepare: (stage) => stage.tmux('set-hook', '-g', 'session-closed[7]', 'run-shell "sleep 3"'),
    die: killBothSessions,
  },
  {
    name: 'kill-the-server while a tmux hook runs for 3 s',
    prepare: (stage) => stage.tmux('set-hook', '-g', 'session-closed[7]', 'run-shell "sleep 3"'),
    die: (stage) => stage.tmux('kill-server'),
  },
  {
    name: 'kill-the-server with 60 other panes',
    prepare: async (stage) => {
      for (let count = 0; count < 60; count += 1) await stage.tmux('new-window', '-d', '-t', 'other:', 'cat');
    },
    die: (stage) => stage.tmux('kill-server'),
  },
  {
    name: 'last kill-session with exit-empty off',
    prepare: (stage) => stage.tmux('set', '-s', 'exit-empty', 'off'),
    die: killBothSessions,
  },
  {
    name: 'killed server, another started on its socket at once',
    die: async (stage) => {
      await stage.tmux('kill-server');
      const isStarted = async () => (await stage.run('tmux', ['new-session', '-d'])).code === 0;
      for (let count = 0; count < 4; count += 1) await stage.until('a new server runs', isStarted);
    },
  },
  {
    name: 'SIGTERM to the client of a stopped server',
    die: async (stage, client) => {
      const server = await serverPid(stage);
      kill(server, 'SIGSTOP');
      kill(client.pid, 'SIGTERM');
      setTimeout(() => kill(server, 'SIGCONT'), 10_000);
    },
  },
  { name: '/exit', die: (stage, client) => stage.tmux('send-keys', '-t', client.pane, '/exit', 'Enter') },
  {
    name: 'Ctrl-C twice',
    die: async (stage, client) => {
      await stage.tmux('send-keys', '-t', client.pane, 'C-c');
      return stage.tmux('send-keys', '-t', client.pane, 'C-c');
    },
  },
];
