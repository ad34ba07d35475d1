// The status lines that others make, as they install from npm.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../rig/run.ts';

/** A peer as it can be run here, or why it cannot. */
export type Peer =
  | { readonly kind: 'peer'; readonly name: string; readonly version: string; readonly command: string }
  | { readonly kind: 'missing'; readonly name: string; readonly why: string };

interface Wanted {
  readonly name: string;
  readonly packageName: string;
  /** The program inside the package, and how it is called. */
  readonly program: string;
  readonly call: (path: string) => string;
}

const platform = `${process.platform}-${process.arch}`;

const wanted: readonly Wanted[] = [
  {
    name: 'ccusage statusline, native',
    packageName: `@ccusage/ccusage-${platform}`,
    program: 'bin/ccusage',
    call: (path) => `'${path}' statusline --offline`,
  },
  {
    name: '@cometix/ccline, native',
    packageName: `@cometix/ccline-${platform}`,
    program: 'ccline',
    call: (path) => `'${path}'`,
  },
  {
    name: 'ccstatusline',
    packageName: 'ccstatusline',
    program: 'dist/ccstatusline.js',
    call: (path) => `node '${path}'`,
  },
];

/** Installs the peers into a folder of their own, each only once, and tells what came of it. */
export async function installPeers(
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly Peer[]> {
  mkdirSync(directory, { recursive: true });
  const manifest = join(directory, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"name":"peers","private":true}\n');
  const peers: Peer[] = [];
  for (const peer of wanted) {
    const path = join(directory, 'node_modules', peer.packageName, peer.program);
    const why = existsSync(path) ? '' : await install(peer.packageName, directory, env);
    // Left to the package's own install script, which does not run here.
    if (existsSync(path)) chmodSync(path, 0o755);
    peers.push(
      existsSync(path)
        ? { kind: 'peer', name: peer.name, version: versionAt(directory, peer), command: peer.call(path) }
        : { kind: 'missing', name: peer.name, why },
    );
  }
  return peers;
}

/** Gives npm's own last words. */
async function install(name: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--force', name];
  const ran = await run('npm', args, { env, cwd, timeoutMs: 180_000 });
  return ran.stderr.trim().split('\n').at(-1) ?? '';
}

function versionAt(directory: string, { packageName }: Wanted): string {
  const text = readFileSync(join(directory, 'node_modules', packageName, 'package.json'), 'utf8');
  // A package's own manifest always has a version.
  return (JSON.parse(text) as { readonly version: string }).version;
}
