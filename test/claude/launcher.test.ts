import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run, type Ran } from '../rig/run.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-launcher-'));
afterAll(() => rmSync(root, { recursive: true }));

const launcher = join(import.meta.dirname, '../../plugins/statusline/bin/statusline');
const nodeFolder = dirname(process.execPath);
/** A PATH with nothing on it but what the launcher may need; no node. */
const bareBin = join(root, 'bare bin');
mkdirSync(bareBin);
for (const tool of ['readlink', 'sh']) symlinkSync(`/usr/bin/${tool}`, join(bareBin, tool));

/** A plugin folder of its own, with a program that prints what it was given. */
function install(name: string): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  const copy = join(folder, 'bin/statusline');
  copyFileSync(launcher, copy);
  chmodSync(copy, 0o755);
  writeFileSync(
    join(folder, 'dist/statusline.js'),
    `process.stdin.on('data', (d) => process.stdout.write('<' + d + '>'));
process.stdout.write(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;`,
  );
  return copy;
}

function start(
  program: string,
  args: readonly string[],
  how: { path?: string; env?: object; cwd?: string } = {},
) {
  const env = { PATH: how.path ?? `${nodeFolder}:/usr/bin:/bin`, HOME: root, ...how.env };
  return run(program, args, { env, stdin: 'given', ...(how.cwd !== undefined && { cwd: how.cwd }) });
}

const awkward = `it's a "folder" with $PWD and \`ticks\``;

describe('the launcher', () => {
  const args = ['rename', "Bob's", '', '"x" $y', '--json'];
  const expected: Partial<Ran> = { code: 3, stdout: `${JSON.stringify(args)}<given>` };

  it.each(['plain', awkward])(
    'hands arguments, input and exit code through, in a folder called %s',
    async (name) => {
      expect(await start(install(name), args)).toMatchObject(expected);
    },
  );

  it('finds the program through relative and absolute links', async () => {
    const real = install('linked');
    const links = join(root, 'links of mine');
    mkdirSync(links);
    symlinkSync(real, join(links, 'absolute'));
    symlinkSync('absolute', join(links, 'relative'));
    symlinkSync('../links of mine/relative', join(links, 'statusline'));
    expect(await start(join(links, 'statusline'), args)).toMatchObject(expected);
  });

  it('finds the program when it is called from the PATH or from its own folder', async () => {
    const folder = dirname(install('called'));
    expect(await start('statusline', args, { path: `${folder}:${nodeFolder}:/usr/bin:/bin` })).toMatchObject(
      expected,
    );
    expect(await start('sh', ['statusline', ...args], { cwd: folder })).toMatchObject(expected);
  });

  const instances = join(root, 'instances');
  it('takes the Node that setup ran on where none is on the PATH', async () => {
    mkdirSync(join(instances, 'bin'), { recursive: true });
    symlinkSync(process.execPath, join(instances, 'bin/node'));
    const env = { STATUSLINE_INSTANCES_DIR: instances };
    expect(await start(install('served'), args, { path: bareBin, env })).toMatchObject(expected);
  });

  it.each([
    [['hook', 'SessionEnd'], { code: 0, stdout: '', stderr: '' }],
    [['render'], { code: 0, stdout: 'statusline: Node.js not found\n', stderr: '' }],
    [['list'], { code: 1, stdout: '' }],
  ])('without any Node, %j ends well and says no more than it may', async (given, ends) => {
    const ran = await start(install(`bare ${given.join(' ')}`), given, { path: bareBin });
    expect(ran).toMatchObject(ends);
    expect(ran.stderr === '').toBe(ran.code === 0);
  });
});
