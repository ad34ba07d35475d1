// A home directory in which the real client starts without a question, and nothing of this machine shows.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asRecord, parseJson } from './json.ts';
import { runOk } from './run.ts';

/** Where a stage keeps its things. Short, because a socket's path may have 107 bytes. */
export interface StagePaths {
  readonly root: string;
  readonly home: string;
  readonly projects: string;
  readonly claudeConfig: string;
  readonly instances: string;
  /** The socket of a plain `tmux` in the stage's environment. */
  readonly socket: string;
}

/** Lets the client ask about a folder again that it was told to trust. No client may run meanwhile. */
export function distrust(paths: StagePaths, directory: string): void {
  const path = join(paths.home, '.claude.json');
  const whole = asRecord(parseJson(readFileSync(path, 'utf8'))) ?? {};
  const projects = asRecord(whole['projects']) ?? {};
  const project = { ...asRecord(projects[directory]), hasTrustDialogAccepted: false };
  writeJson(path, { ...whole, projects: { ...projects, [directory]: project } });
}

const apiKey = 'a-key-that-opens-nothing-but-the-loopback-stand-in';

/** The paths of a stage below its root. */
export function pathsUnder(root: string): StagePaths {
  const home = join(root, 'home');
  return {
    root,
    home,
    projects: join(home, 'projects'),
    claudeConfig: join(home, '.claude'),
    instances: join(home, '.claude/instances'),
    socket: join(root, `tmux-${process.getuid?.() ?? 0}`, 'default'),
  };
}

/** The native program inside the client's package for this platform. */
export function clientProgram(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(
    `@anthropic-ai/claude-code-${process.platform}-${process.arch}/package.json`,
  );
  return join(dirname(manifest), process.platform === 'win32' ? 'claude.exe' : 'claude');
}

/** Everything that a process of the stage may know. */
export function stageEnvironment(paths: StagePaths, modelUrl: string): Readonly<Record<string, string>> {
  return {
    HOME: paths.home,
    PATH: `${join(paths.home, '.local/bin')}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    TMUX_TMPDIR: paths.root,
    ANTHROPIC_BASE_URL: modelUrl,
    ANTHROPIC_API_KEY: apiKey,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  };
}

/** Makes the home: client past its first-start questions, `claude` on the PATH, a shell with a known prompt. */
export function furnishHome(paths: StagePaths, trusted: readonly string[]): void {
  for (const directory of [paths.projects, paths.claudeConfig, join(paths.home, '.local/bin')])
    mkdirSync(directory, { recursive: true });
  mkdirSync(dirname(paths.socket), { mode: 0o700 });
  symlinkSync(clientProgram(), join(paths.home, '.local/bin/claude'));
  writeJson(join(paths.home, '.claude.json'), {
    hasCompletedOnboarding: true,
    theme: 'dark',
    customApiKeyResponses: { approved: [apiKey.slice(-20)], rejected: [] },
    projects: Object.fromEntries(
      trusted.map((directory) => [
        directory,
        { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true },
      ]),
    ),
  });
  // A login shell starts from /etc/profile, which rewrites PATH.
  const profile = `PATH="$HOME/.local/bin:${dirname(process.execPath)}:$PATH"\nPS1='${shellPrompt}'\nunset PROMPT_COMMAND\n`;
  writeFileSync(join(paths.home, '.bash_profile'), profile);
  writeFileSync(join(paths.home, '.bashrc'), profile);
  writeFileSync(join(paths.home, '.tmux.conf'), tmuxConfig);
  writeFileSync(join(paths.home, '.gitconfig'), '[user]\n\tname = Dev\n\temail = dev@example.invalid\n');
}

/** What a shell of the stage shows when it is ready. */
export const shellPrompt = 'stage$ ';

const tmuxConfig = `set -g default-size 160x45
set -g history-limit 2000
set -s escape-time 0
`;

/** Makes a git repository with one commit. */
export async function makeRepository(
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const git = (...args: string[]) => runOk('git', ['-C', directory, ...args], { env });
  await git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(directory, 'README.md'), 'A project of the stage.\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message=Begin');
}

/** Writes a value as JSON. */
export function writeJson(path: string, value: object): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
