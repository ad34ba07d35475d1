import { describe, expect, test } from 'vitest';
import { FakeMachine } from '../fakes/machine.ts';

describe('a call that makes no sense', () => {
  test.each([
    [['nonsense'], 'there is no command "nonsense": see `statusline --help`'],
    [['lst'], 'there is no command "lst": did you mean `list`?'],
    [['\u001B[31mred'], 'there is no command "red": see `statusline --help`'],
    [['show'], '<ref> is missing: see `statusline show --help`'],
    [['show', 'C1', 'C2'], '"C2" is one word too many: see `statusline show --help`'],
    [['list', '--nope'], 'there is no flag --nope: see `statusline list --help`'],
    [['list', '--al'], 'there is no flag --al; did you mean --all?: see `statusline list --help`'],
    // What only our own calls give is hinted at to nobody.
    [['name', '--du'], 'there is no flag --du: see `statusline name --help`'],
    [['log', '-x'], 'there is no flag -x: see `statusline log --help`'],
    [['recover', '--target'], '--target needs a value behind it: see `statusline recover --help`'],
    [
      ['recover', '--jobs', '0'],
      '--jobs takes a whole number of 1 or more, not "0": see `statusline recover --help`',
    ],
    [
      ['preview', '--width', 'x'],
      '--width takes a whole number of 1 or more, not "x": see `statusline preview --help`',
    ],
    [['layout', 'x'], '"x" is not known here: it takes show or save: see `statusline layout --help`'],
    [
      ['setup', '--auto-recover', 'x'],
      '--auto-recover takes off, ask or lazy, not "x": see `statusline setup --help`',
    ],
  ])('%j is refused in one line that says what to do', async (argv, words) => {
    const { code, out, err } = await new FakeMachine().run(argv);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `statusline: ${words}\n` });
  });
});

const commands =
  `list show why resolve rename name log layout recover drill notice doctor setup uninstall auto-recover
  preview explain config render hook subagents tmux-hook`.split(/\s+/);

describe('--help', () => {
  test.each(commands)('of %s says how it is called and what it does, and does nothing', async (command) => {
    const machine = new FakeMachine();
    for (const word of ['--help', '-h']) {
      const { code, out, err } = await machine.run([command, word]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(new RegExp(`^USAGE\n  statusline ${command}`));
      expect(out.split('\n').at(-2)).not.toContain('default = false');
    }
    expect(machine.started).toEqual([]);
  });

  test.each(commands.slice(0, 18))('of %s tells of --json', async (command) => {
    if (command === 'auto-recover') return;
    expect((await new FakeMachine().run([command, '--help'])).out).toContain('[--json]');
  });
});

test('--version tells the version and nothing else', async () => {
  expect(await new FakeMachine().run(['--version'])).toMatchObject({ code: 0, out: '0.1.0\n', err: '' });
});
