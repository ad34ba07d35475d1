// Makes a bare machine (Node, npm, perhaps apt) ready for the tests and the demo: dependencies as the lockfile
// has them, tmux, and best effort the tools of the torture tests. Plain JavaScript, because nothing is
// installed yet when it runs. Does nothing, quickly, where all is there.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Tools without which tests cannot run, and those that only some torture tests need: command -> package. */
const needed = { tmux: 'tmux', git: 'git' };
const useful = { strace: 'strace', xfs_io: 'xfsprogs', 'mkfs.xfs': 'xfsprogs', cc: 'gcc libc6-dev' };

const say = (line) => process.stderr.write(`${line}\n`);

/** Whether everything that the lockfile asks for on this platform stands in node_modules. */
function isInstalled() {
  const want = packagesOf('package-lock.json');
  const have = packagesOf('node_modules/.package-lock.json');
  if (want === null || have === null) return false;
  const isAsWanted = ([path, { version }]) => want[path]?.version === version;
  const isThere = ([path, { optional }]) => path === '' || optional === true || have[path] !== undefined;
  return Object.entries(have).every(isAsWanted) && Object.entries(want).every(isThere);
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function install() {
  if (isInstalled()) return;
  say('bootstrap: installing dependencies (npm ci)');
  // No package needs its install script here, and a test machine had better not run any.
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [program, args] = npm === undefined ? ['npm', options] : [process.execPath, [npm, ...options]];
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) giveUp('npm ci failed: see above.');
}

function isOnPath(command) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return directories.some((directory) => {
    try {
      accessSync(join(directory, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missing = (tools) => Object.keys(tools).filter((command) => !isOnPath(command));
const packagesFor = (tools) => [...new Set(missing(tools).flatMap((command) => tools[command].split(' ')))];

/** `apt-get` with the rights to install, or null. */
function aptGet() {
  if (!isOnPath('apt-get')) return null;
  if (process.getuid?.() === 0) return ['apt-get'];
  const canSudo = isOnPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return canSudo ? ['sudo', '-n', 'apt-get'] : null;
}

function apt(...args) {
  const [program, ...before] = aptGet() ?? [];
  if (program === undefined) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (
    spawnSync(program, [...before, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
  );
}

function installTools() {
  const wanted = [...packagesFor(needed), ...packagesFor(useful)];
  if (wanted.length === 0) return;
  if (aptGet() !== null) {
    say(`bootstrap: installing ${wanted.join(' ')} (apt-get)`);
    apt('update', '-qq');
    if (packagesFor(needed).length > 0)
      apt('install', '-qq', '-y', '--no-install-recommends', ...packagesFor(needed));
    if (packagesFor(useful).length > 0)
      apt('install', '-qq', '-y', '--no-install-recommends', ...packagesFor(useful));
  }
  const absent = missing(needed);
  if (absent.length > 0)
    giveUp(
      `${absent.join(' and ')} not found, and not ours to install here: install ${packagesFor(needed).join(' ')} and run again.`,
    );
  if (missing(useful).length > 0)
    say(
      `bootstrap: without ${missing(useful).join(', ')} some torture tests will be skipped (install ${packagesFor(useful).join(' ')})`,
    );
}

function giveUp(reason) {
  say(`bootstrap: ${reason}`);
  process.exit(1);
}

installTools();
install();
