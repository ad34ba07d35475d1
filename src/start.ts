// The first file that runs: it loads the program with what V8 made of it last time. A render or hook without
// a resident is a whole start of Node, and of what remains after Node's own start half was compiling.
import { mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Set when bundled: tells one build of the program from every other. V8 itself compares only lengths. */
declare const STATUSLINE_BUILD: string;

/** What Node gives every CommonJS file. */
type Wrapped = (
  ...given: readonly [
    exports: object,
    require: NodeJS.Require,
    module: object,
    filename: string,
    dirname: string,
  ]
) => void;

const file = join(__dirname, 'program.js');

/** Beside the other views: private to the user, and made again when it is missing. */
function cacheDirectory(): string {
  const home = process.env['HOME'] || '/nonexistent';
  return join(process.env['STATUSLINE_INSTANCES_DIR'] || join(home, '.claude', 'instances'), 'state');
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    // None yet, or none to be had: compiling is all that it spares.
    return undefined;
  }
}

/** Keeps what V8 made, in one step, and takes older builds' away. */
function keepCache(directory: string, name: string, script: Script): void {
  try {
    const underway = join(directory, `${name}.${process.pid}`);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(underway, script.createCachedData(), { mode: 0o600 });
    renameSync(underway, join(directory, name));
    for (const other of readdirSync(directory)) {
      if (other !== name) unlinkSync(join(directory, other));
    }
  } catch {
    // A full or read-only disk: the program runs all the same.
  }
}

function start(): void {
  const directory = join(cacheDirectory(), 'code');
  const name = `${STATUSLINE_BUILD}-${process.versions.v8}`;
  const cachedData = readCache(join(directory, name));
  // ASCII by the build, so that one byte is one character.
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'latin1')}\n})`;
  const script = new Script(source, { filename: file, ...(cachedData !== undefined && { cachedData }) });
  const isUseful = cachedData !== undefined && script.cachedDataRejected !== true;
  const isHot = process.argv[2] === 'render' || process.argv[2] === 'hook';
  if (!isUseful && isHot) process.on('exit', () => keepCache(directory, name, script));
  // The wrapper above is what the script evaluates to.
  const run = script.runInThisContext() as Wrapped;
  const module = { exports: {} };
  run(module.exports, require, module, file, __dirname);
}

start();
