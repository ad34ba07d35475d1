import type { ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Git, GitDirt, GitHead } from './git.ts';
import { parseGitFile, parseHead } from './head.ts';
import { parsePorcelain, statusArgv } from './porcelain.ts';

/** A listing beyond this says nothing more to a reader of counts, and costs memory. */
const maxOutputChars = 4_000_000;

/** Git as it stands on this machine. `program` is what to run, `git` by default. */
export function openGit(program: string = 'git'): Git {
  return {
    head: readHead,
    dirt: (root, timeoutMs) => askDirt(program, root, timeoutMs),
  };
}

function readHead(directory: string): GitHead | null {
  // A relative path would be read from wherever this process happens to stand.
  if (!isAbsolute(directory)) return null;
  for (let root = resolve(directory); ; root = dirname(root)) {
    const gitDirectory = findGitDirectory(root);
    const text = gitDirectory === null ? null : readText(join(gitDirectory, 'HEAD'));
    if (gitDirectory !== null && text !== null) {
      // A submodule too has a `.git` file, but a git directory complete in itself.
      return { ...parseHead(text), root, isLinkedWorktree: existsSync(join(gitDirectory, 'commondir')) };
    }
    if (dirname(root) === root) return null;
  }
}

function findGitDirectory(root: string): string | null {
  const path = join(root, '.git');
  if (isDirectory(path)) return path;
  const target = parseGitFile(readText(path) ?? '');
  return target === null ? null : resolve(root, target);
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    // Unreadable, too long or no path at all: whatever stands there, it is no repository to us.
    return false;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Absent or unreadable: both mean that nothing is known of a repository here.
    return null;
  }
}

async function askDirt(program: string, root: string, timeoutMs: number): Promise<GitDirt | null> {
  // Loaded when first asked for: a render that starts no process should not pay for the means to.
  const { spawn: spawnProcess } = await import('node:child_process');
  return new Promise((settle) => {
    const child = start(spawnProcess, program, root);
    if (child === null) {
      settle(null);
      return;
    }
    const deadline = setTimeout(() => finish(null), timeoutMs);
    let output = '';
    const finish = (dirt: GitDirt | null): void => {
      clearTimeout(deadline);
      abandon(child);
      settle(dirt);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > maxOutputChars) finish(null);
    });
    child.on('error', () => finish(null));
    child.on('close', (code) => finish(code === 0 ? parsePorcelain(output) : null));
  });
}

function start(
  spawnProcess: typeof spawn,
  program: string,
  root: string,
): ChildProcessByStdio<null, Readable, null> | null {
  try {
    return spawnProcess(program, ['-C', root, ...statusArgv], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
  } catch {
    // What cannot be an argument (a NUL in a path from outside) is refused before anything runs.
    return null;
  }
}

/** Lets go of a git that may still run. Only ever asked to stop: killed outright it could leave a lock behind. */
function abandon(child: ChildProcessByStdio<null, Readable, null>): void {
  child.kill('SIGTERM');
  child.stdout.destroy();
  child.unref();
}

/** Ours, without the variables by which a git hook points at another repository than the one asked about. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'].includes(name),
  );
  return { ...Object.fromEntries(inherited), LC_ALL: 'C' };
}
