import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
  const found = statSync(path, { throwIfNoEntry: false, bigint: false });
  if (found === undefined) return null;
  if (found.isDirectory()) return path;
  const target = parseGitFile(readText(path) ?? '');
  return target === null ? null : resolve(root, target);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Absent or unreadable: both mean that nothing is known of a repository here.
    return null;
  }
}

function askDirt(program: string, root: string, timeoutMs: number): Promise<GitDirt | null> {
  return new Promise((settle) => {
    const child = spawn(program, ['-C', root, ...statusArgv], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
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

/** Lets go of a git that may still run. Only ever asked to stop: killed outright it could leave a lock behind. */
function abandon(child: ChildProcess): void {
  child.kill('SIGTERM');
  child.stdout?.destroy();
  child.unref();
}

/** Ours, without the variables by which a git hook points at another repository than the one asked about. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'].includes(name),
  );
  return { ...Object.fromEntries(inherited), LC_ALL: 'C' };
}
