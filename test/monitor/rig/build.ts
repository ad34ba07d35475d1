import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');

/** Lays a plugin out below a directory: the launcher, and the program bundled from its sources. */
export async function layPlugin(
  directory: string,
): Promise<{ readonly launcher: string; readonly dist: string }> {
  const [bin, dist] = [join(directory, 'bin'), join(directory, 'dist')];
  mkdirSync(bin, { recursive: true });
  const launcher = join(bin, 'statusline');
  copyFileSync(join(root, 'plugins/statusline/bin/statusline'), launcher);
  await build({
    absWorkingDir: root,
    entryPoints: { statusline: 'src/main.ts' },
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    // As the real build has it: dynamic imports are plain requires.
    supported: { 'dynamic-import': false },
    logLevel: 'error',
  });
  return { launcher, dist };
}
