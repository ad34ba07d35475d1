import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/command/dispatch.ts';
import { failed } from '../../../src/text/result.ts';
import type { Tmux } from '../../../src/tmux/tmux.ts';
import { FakeMachine, type Said } from '../../fakes/machine.ts';

function idOf(number: number): string {
  return `763984d1-222d-4a68-bae8-${String(number).padStart(12, '0')}`;
}

/** So many sessions that never had a prompt, each in a tmux session of its own (or in a plain terminal), all dead. */
async function loss(count: number, inTmux: boolean = true): Promise<FakeMachine> {
  const machine = new FakeMachine();
  machine.file('/home/dev/proj/README.md', '');
  for (let number = 1; number <= count; number += 1) {
    const parent = inTmux ? (await machine.openPane(`work${number}`, 'desk')).pid : 1;
    const client = machine.startClient(parent, ['claude', '--model', 'opus']);
    const input = { session_id: idOf(number), cwd: '/home/dev/proj', source: 'startup' };
    await machine.asClient(client, ['hook', 'SessionStart'], JSON.stringify(input), {
      CLAUDE_PROJECT_DIR: '/home/dev/proj',
    });
  }
  machine.processes.reboot();
  return machine;
}

function line(number: number): string {
  return `cd /home/dev/proj && claude --model opus --session-id ${idOf(number)}`;
}

/** What a command says on this machine where tmux was never installed. */
function withoutTmux(machine: FakeMachine, words: readonly string[]): Promise<Said> {
  const tmux: Tmux = {
    run: async () => failed({ kind: 'not-installed' }),
    sockets: async () => [],
    defaultSocket: () => machine.socketPath,
    version: async () => null,
  };
  return machine.inWorld(words, (world) => dispatch({ ...world, tmux }));
}

describe('recover --print', () => {
  it('writes the commands of sessions that sat outside tmux, and their descriptions apart', async () => {
    const machine = await loss(2, false);
    expect(await machine.run(['recover', '--print'])).toEqual({
      code: 0,
      out: `${line(1)}\n${line(2)}\n`,
      err: 'C1 proj · rebooted just now · outside tmux\nC2 proj · rebooted just now · outside tmux\n',
    });
  });

  it('leaves sessions of tmux to tmux, unless they are asked for', async () => {
    const machine = await loss(1);
    expect(await machine.run(['recover', '--print'])).toEqual({
      code: 0,
      out: '',
      err: 'Nothing lost sat outside tmux. `statusline recover all` brings back the one in tmux; `recover --print all` prints the commands.\n',
    });
    expect((await machine.run(['recover', '--print', 'all'])).out).toBe(`${line(1)}\n`);
    expect((await machine.run(['recover', 'C1', '--print'])).out).toBe(`${line(1)}\n`);
  });

  it('writes all of them where there is no tmux', async () => {
    expect((await withoutTmux(await loss(1), ['recover', '--print'])).out).toBe(`${line(1)}\n`);
  });

  it('starts nothing and writes nothing', async () => {
    const machine = await loss(2, false);
    const before = everythingIn(machine.instances);
    await machine.run(['recover', '--print', 'all']);
    expect(everythingIn(machine.instances)).toEqual(before);
    expect(machine.session(1).state.kind).toBe('live');
  });

  it('does not hand the configuration of whoever runs it to a client that had another', async () => {
    const machine = await loss(1, false);
    const { out } = await machine.run(['recover', '--print'], {
      env: { CLAUDE_CONFIG_DIR: '/home/dev/.other' },
    });
    expect(out).toBe(line(1).replace('claude', 'env -u CLAUDE_CONFIG_DIR claude').concat('\n'));
  });

  it('says what it leaves out and why', async () => {
    const machine = await loss(1, false);
    machine.forget('/home/dev/proj/README.md');
    const said = await machine.run(['recover', '--print']);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toBe(
      'proj (C1) is left out: its directory /home/dev/proj is gone (--cwd names another)\n',
    );
  });

  it('gives scripts the words and not only the line', async () => {
    const machine = await loss(1, false);
    const { out } = await machine.run(['recover', '--print', '--json']);
    expect(JSON.parse(out)).toEqual({
      commands: [
        {
          session_id: idOf(1),
          process_number: 1,
          name: 'proj',
          directory: '/home/dev/proj',
          environment: {},
          unset: [],
          argv: ['claude', '--model', 'opus', '--session-id', idOf(1)],
          line: line(1),
        },
      ],
      withheld: [],
    });
  });
});

function everythingIn(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => [
      join(file.parentPath, file.name),
      readFileSync(join(file.parentPath, file.name), 'utf8'),
    ]),
  );
}

/** What is to be done with the sessions, each way once. */
async function resumes(machine: FakeMachine, ...flags: readonly string[]): Promise<readonly unknown[]> {
  const { out } = await machine.run(['recover', 'all', '--dry-run', '--json', ...flags]);
  const { resumes: found } = JSON.parse(out) as { readonly resumes: readonly { readonly how: string }[] };
  return [...new Set(found.map(({ how }) => how))];
}

describe('recover of many', () => {
  it.each([
    ['as many as are started at once', '3', [], ['start']],
    ['one more', '2', [], ['offer']],
    ['one more, now', '2', ['--now'], ['start']],
    ['few, lazily', '3', ['--lazy'], ['offer']],
    ['any, where panes always wait', '0', [], ['offer']],
  ])('of %s', async (_, lazyAbove, flags, how) => {
    const machine = await loss(3);
    await machine.run(['config', 'set', 'recovery.lazyAbove', lazyAbove]);
    expect(await resumes(machine, ...flags)).toEqual(how);
  });

  it('is of all, where nothing is named and nothing is to be asked', async () => {
    const machine = await loss(2);
    const all = await machine.run(['recover', 'all', '--dry-run', '--json']);
    expect(all.out).toContain('"socket_path"');
    expect((await machine.run(['recover', '--yes', '--dry-run', '--json'])).out).toBe(all.out);
    expect((await machine.run(['recover', '--dry-run', '--json'])).out).toBe(all.out);
  });

  it('says why panes wait, and how they would not', async () => {
    const machine = await loss(3);
    await machine.run(['config', 'set', 'recovery.lazyAbove', '2']);
    const why = 'more than 2 sessions: each waits for Enter in its pane (--now starts them all)\n';
    expect((await machine.run(['recover', 'all', '--dry-run'])).err).toBe(why);
    expect((await machine.run(['recover', 'all', '--dry-run', '--lazy'])).err).toBe('');
    expect((await machine.run(['recover', 'C1', '--dry-run'])).err).toBe('');
  });
});

describe('recover without tmux', () => {
  it.each([true, false])('says so, and what there is instead; sat in tmux: %s', async (inTmux) => {
    const machine = await loss(1, inTmux);
    const why = /^statusline: tmux is not installed, .*`statusline recover --print`.*\n$/;
    for (const words of [['all'], ['C1'], ['all', '--dry-run'], ['all', '--json']]) {
      const said = await withoutTmux(machine, ['recover', ...words]);
      expect(said).toMatchObject({ code: 1, out: '', err: expect.stringMatching(why) });
    }
    expect(machine.session(1).recovery).toBeNull();
    const listed = await withoutTmux(machine, ['recover', 'list']);
    expect(listed).toMatchObject({ code: 0, err: expect.stringMatching(why) });
    expect(listed.out).toContain('C1  proj');
  });
});

describe('recover refuses', () => {
  it.each<readonly [string, readonly string[], number, string]>([
    ['lazily and now', ['all', '--lazy', '--now'], 2, 'give one of the two'],
    ['a dry run of a printing', ['all', '--print', '--dry-run'], 2, 'leave it out'],
    ['one place for many', ['all', '--target', 'work:2'], 1, '--target is for one session'],
    ['to start none at a time', ['all', '--jobs', '0'], 2, 'a whole number of 1 or more'],
    ['to start half a one at a time', ['all', '--jobs', '0.5'], 2, 'a whole number of 1 or more'],
    ['a server for a session that is named', ['C1', '--from', 'x'], 2, 'recover all --from'],
    ['a server that nobody knows', ['all', '--from', 'x'], 1, 'no lost tmux server is called "x"'],
    ['one directory for whatever is picked', ['--cwd', '/tmp'], 2, '--cwd is for one session'],
    ['one place for a list', ['list', '--target', 'work:2'], 2, '--target is for one session'],
    ['one directory for many', ['all', '--cwd', '/tmp'], 1, '--cwd is for one session'],
  ])('%s', async (_, words, code, why) => {
    const machine = await loss(1);
    const said: Said = await machine.run(['recover', ...words]);
    expect(said).toMatchObject({ code, out: '' });
    expect(said.err).toContain(why);
    expect(said.err.trimEnd().split('\n')).toHaveLength(1);
  });
});

it('takes a directory from where it was asked', async () => {
  const machine = await loss(1);
  machine.file('/home/dev/other/README.md', '');
  const { out } = await machine.run(['recover', 'C1', '--cwd', 'other', '--dry-run', '--json']);
  const { resumes: found } = JSON.parse(out) as {
    readonly resumes: readonly { readonly launch: { readonly directory: string } }[];
  };
  expect(found.map(({ launch }) => launch.directory)).toEqual(['/home/dev/other']);
});

it('names the lost tmux servers to choose from', async () => {
  const machine = await loss(2);
  machine.tmux.crash(machine.socketPath);
  const { err } = await machine.run(['recover', 'all', '--from', 'x']);
  const [, name = ''] = /there is (\d+\.\d+) \(2 sessions, seen [^)]+\)$/m.exec(err) ?? [];
  const { out, code } = await machine.run(['recover', 'all', '--from', name, '--dry-run', '--json']);
  expect([code, (JSON.parse(out) as { readonly resumes: readonly unknown[] }).resumes.length]).toEqual([
    0, 2,
  ]);
});
