// Bundles the program: `statusline.js` starts it, `program.js` is the hot path (renders, hooks), `cli.js` what
// only the slower commands need, `api.js` what asks the API of models, `monitor.js` the resident and `resident.js`
// what starts one; these are loaded on demand. `--check` fails when the committed bundle is stale.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const dist = join(root, 'plugins/statusline/dist');

/** Bundles by name, each with the source it is made of. */
const entries = {
  program: 'src/main.ts',
  cli: 'src/command/cli.ts',
  api: 'src/naming/api.ts',
  monitor: 'src/monitor/monitor.ts',
  resident: 'src/monitor/start.ts',
};

/** A dynamic import of another bundle's source stays an import of that bundle, beside the one that asks. */
const bundlesBeside: Plugin = {
  name: 'bundles-beside',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\./ }, ({ kind, importer, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      const source = relative(root, join(dirname(importer), path));
      const name = Object.entries(entries).find(([, entry]) => entry === source)?.[0];
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};

/** The program first: what starts it must know it by its contents. */
async function bundle(outdir: string): Promise<void> {
  await bundleEntries(outdir, entries, {});
  const program = readFileSync(join(outdir, 'program.js'));
  const hash = createHash('sha256').update(program).digest('hex').slice(0, 16);
  await bundleEntries(outdir, { statusline: 'src/start.ts' }, { STATUSLINE_BUILD: JSON.stringify(hash) });
}

async function bundleEntries(
  outdir: string,
  entryPoints: Readonly<Record<string, string>>,
  define: Readonly<Record<string, string>>,
): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    // One byte a character: V8 reads such a source half as fast again.
    charset: 'ascii',
    logLevel: 'warning',
    define: { 'globalThis.STATUSLINE_VERSION': JSON.stringify(packageJson.version), ...define },
    // Dynamic imports become plain requires: the program is started as a script, not as a module.
    supported: { 'dynamic-import': false },
    plugins: [bundlesBeside],
  });
}

function contents(directory: string): Map<string, string> {
  const files = readdirSync(directory).filter((name) => name.endsWith('.js'));
  return new Map(files.sort().map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'statusline-build-'));
  await bundle(fresh);
  const [want, have] = [contents(fresh), contents(dist)];
  rmSync(fresh, { recursive: true });
  const stale = [...want.keys()].filter((name) => want.get(name) !== have.get(name));
  if (stale.length > 0 || have.size !== want.size) {
    console.error(`plugins/statusline/dist is stale (${stale.join(', ')}): run npm run build and commit it.`);
    process.exit(1);
  }
} else {
  await bundle(dist);
}
