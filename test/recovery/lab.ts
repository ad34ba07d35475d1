import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { captureDesk } from '../../src/tmux/capture.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import { openTmux } from '../../src/tmux/run.ts';
import type { Tmux, TmuxCommand } from '../../src/tmux/tmux.ts';
import { until } from '../rig/wait.ts';

/** A private tmux in a directory of its own, gone with everything in it when the test is over. */
export interface Lab {
  readonly root: string;
  readonly socketPath: string;
  readonly tmux: Tmux;
  readonly environment: Readonly<Record<string, string>>;
  /** Makes a directory below the root and gives its path. */
  directory(name: string): string;
  /** Runs commands that must work; gives what they print. */
  run(...commands: readonly TmuxCommand[]): Promise<string>;
  desk(): Promise<Desk>;
  /** kill -9 of the server. */
  crash(): Promise<void>;
}

/** Opens a lab; `config` is the user's tmux.conf. */
export function openLab(config = ''): Lab {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'recovery-')));
  const socketPath = join(root, 'sock');
  writeFileSync(join(root, '.tmux.conf'), config);
  writeFileSync(join(root, '.bash_profile'), "PS1='$ '\nunset HISTFILE\nexport FROM_PROFILE=yes\n");
  const environment = {
    HOME: root,
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  };
  const tmux = openTmux({ env: environment, uid: process.getuid?.() ?? 0 });
  const run = async (...commands: readonly TmuxCommand[]): Promise<string> => {
    const done = await tmux.run(socketPath, commands, { timeoutMs: 20_000, environment });
    if (!done.ok) throw new Error(`tmux refused: ${JSON.stringify(done.failure)}`);
    return done.value;
  };
  const serverPid = async (): Promise<number | null> => {
    const asked = await tmux.run(socketPath, [['display-message', '-p', '#{pid}']]);
    return asked.ok ? Number(asked.value) : null;
  };
  onTestFinished(async () => {
    const pid = await serverPid();
    if (pid !== null) process.kill(pid, 'SIGKILL');
    // Shells that were just hung up may still be writing their history.
    rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });
  return {
    root,
    socketPath,
    tmux,
    environment,
    directory: (name) => {
      const path = join(root, name);
      mkdirSync(path, { recursive: true });
      return path;
    },
    run,
    desk: async () => {
      const desk = await captureDesk(tmux, socketPath);
      if (!desk.ok) throw new Error(`No desk: ${JSON.stringify(desk.failure)}`);
      return desk.value;
    },
    crash: async () => {
      const pid = await serverPid();
      if (pid === null) throw new Error('There is no server to crash.');
      process.kill(pid, 'SIGKILL');
      await until('the server is gone', () => !existsSync(`/proc/${pid}`));
    },
  };
}
