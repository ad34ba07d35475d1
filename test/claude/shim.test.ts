import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readShim, renderCommand, shimText } from '../../src/claude/shim.ts';
import { run, type Ran } from '../rig/run.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-shim-'));
afterAll(() => rmSync(root, { recursive: true }));

const ownLauncher = readFileSync(
  join(import.meta.dirname, '../../plugins/statusline/bin/statusline'),
  'utf8',
);

/** What stands at a stable path that leads to this launcher. */
function stable(launcherPath: string): string {
  return shimText(launcherPath, ownLauncher) ?? '';
}

let home = root;
beforeEach(() => {
  home = mkdtempSync(join(root, `it's "home" $x -`));
});

/** Puts a launcher that says its name and arguments; `atS` is when it was installed. */
function launcher(path: string, name: string, atS: number): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nprintf '%s' '${name}'; printf '|%s' "$@"; cat; exit 3\n`);
  chmodSync(path, 0o755);
  utimesSync(path, atS, atS);
  return path;
}

function cached(version: string, marketplace = 'statusline'): string {
  return join(home, `.claude/plugins/cache/${marketplace}/statusline/${version}/bin/statusline`);
}

async function start(recorded: string, args: readonly string[] = ['render'], env = {}): Promise<Ran> {
  const shim = join(home, 'shim');
  writeFileSync(shim, stable(recorded));
  chmodSync(shim, 0o700);
  return run(shim, args, { env: { PATH: '/usr/bin:/bin', HOME: home, ...env }, stdin: 'given' });
}

describe('the stable path', () => {
  it('hands arguments, input and exit code through', async () => {
    const recorded = launcher(join(home, 'a plugin/bin/statusline'), 'mine', 1_000);
    const args = ['rename', "Bob's", '', '"x" $y', '*'];
    expect(await start(recorded, args)).toMatchObject({ code: 3, stdout: `mine|${args.join('|')}given` });
  });

  it('starts the newest version in the cache, whatever its number', async () => {
    const recorded = launcher(cached('0.9.0'), 'old', 1_000);
    launcher(cached('0.10.0'), 'new', 3_000);
    launcher(cached('0.9.5'), 'middle', 2_000);
    expect(await start(recorded)).toMatchObject({ stdout: 'new|rendergiven' });
  });

  it('leaves a version that the client has replaced, also by an older one, while there is another', async () => {
    const recorded = launcher(cached('0.1.0'), 'back', 1_000);
    writeFileSync(join(dirname(dirname(launcher(cached('0.2.0'), 'newer', 2_000))), '.orphaned_at'), '');
    expect(await start(recorded)).toMatchObject({ stdout: 'back|rendergiven' });
    rmSync(recorded);
    expect(await start(recorded)).toMatchObject({ stdout: 'newer|rendergiven' });
  });

  it('goes on when the version that it was made by is gone, also under another marketplace', async () => {
    launcher(cached('2.0.0', 'my fork'), 'fork', 1_000);
    expect(await start(cached('0.1.0'))).toMatchObject({ stdout: 'fork|rendergiven' });
  });

  it('keeps to a copy outside the cache while it is there', async () => {
    const recorded = launcher(join(home, 'checkout/plugins/statusline/bin/statusline'), 'checkout', 1_000);
    launcher(cached('1.0.0'), 'cached', 2_000);
    expect(await start(recorded)).toMatchObject({ stdout: 'checkout|rendergiven' });
    rmSync(recorded);
    expect(await start(recorded)).toMatchObject({ stdout: 'cached|rendergiven' });
  });

  it('looks in the cache of the config directory that the client has', async () => {
    launcher(join(home, 'work config/plugins/cache/m/statusline/1/bin/statusline'), 'work', 1_000);
    const env = { CLAUDE_CONFIG_DIR: join(home, 'work config') };
    expect(await start('/gone/bin/statusline', ['render'], env)).toMatchObject({
      stdout: 'work|rendergiven',
    });
  });

  it('takes no file that cannot be started', async () => {
    chmodSync(launcher(cached('1.0.0'), 'x', 1_000), 0o644);
    expect(await start(cached('0.1.0'))).toMatchObject({ code: 0, stdout: expect.stringContaining('gone') });
  });

  it.each([
    [['render'], 0, /^statusline: the plugin is gone[^\n]*\n$/, /^$/],
    [['hook', 'SessionEnd'], 0, /^$/, /^$/],
    [['tmux-hook', 'x'], 0, /^$/, /^$/],
    [['list'], 1, /^$/, /^statusline: the plugin is gone[^\n]*\n$/],
    [[], 1, /^$/, /gone/],
  ])(
    'without any copy of the plugin, %j ends with %i and says no more than it may',
    async (args, code, out, err) => {
      const ran = await start(cached('0.1.0'), args);
      expect(ran).toMatchObject({
        code,
        stdout: expect.stringMatching(out),
        stderr: expect.stringMatching(err),
      });
    },
  );
});

describe('a stable path, read again', () => {
  it.each([
    ['/home/dev/statusline/bin/statusline', null],
    ["/home/dev/it's my copy/bin/statusline", null],
    ['/home/dev/.claude/plugins/cache/m/statusline/0.1.0/bin/statusline', '/home/dev/.claude/plugins/cache'],
    ["/home/d'ev x/plugins/cache/m/statusline/1.0.0/bin/statusline", "/home/d'ev x/plugins/cache"],
  ])('leads to %s', (path, cache) => {
    expect(readShim(stable(path))).toEqual({ launcher: path, cache });
  });

  it('is read also where an earlier version made it', () => {
    const script = `#!/bin/sh
# Made by "statusline setup": starts the plugin, wherever its newest version lies.
launcher='/home/de v/bin/statusline'
if [ -x "$launcher" ]; then exec "$launcher" "$@"; fi
`;
    expect(readShim(script)).toEqual({ launcher: '/home/de v/bin/statusline', cache: null });
  });

  it('is made of nothing but a launcher', () => {
    expect(shimText('/x/bin/statusline', '#!/bin/sh\necho mine\n')).toBeNull();
  });

  it.each([
    ['the launcher itself', ownLauncher],
    ['nothing', ''],
    ['another script', '#!/bin/sh\nlauncher=/x\nif true; then exec /x; fi\n'],
    ['one that was cut', stable('/x/bin/statusline').slice(0, 60)],
  ])('is none of ours: %s', (_, script) => {
    expect(readShim(script)).toBeNull();
  });
});

describe('the status line’s command', () => {
  it.each([
    ['/home/dev/.claude/instances/bin/statusline', '~/.claude/instances/bin/statusline render'],
    ['/srv/state/bin/statusline', '/srv/state/bin/statusline render'],
    ['/home/dev/my state/bin/statusline', "'/home/dev/my state/bin/statusline' render"],
    ["/home/dev/it's/bin/statusline", String.raw`'/home/dev/it'\''s/bin/statusline' render`],
    ['/home/developer/bin/statusline', '/home/developer/bin/statusline render'],
  ])('for %s is %s', (shim, command) => {
    expect(renderCommand(shim, '/home/dev')).toBe(command);
  });

  it('is understood by the shell, whatever the path is called', async () => {
    const shim = launcher(join(home, 'bin/statusline'), 'mine', 1_000);
    const ran = await run('/bin/sh', ['-c', renderCommand(shim, '/home/dev')], {
      env: { HOME: home, PATH: '/usr/bin:/bin' },
    });
    expect(ran.stdout).toBe('mine|render');
  });
});
