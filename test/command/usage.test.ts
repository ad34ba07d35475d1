import { describe, expect, test } from 'vitest';
import { FakeMachine } from '../fakes/machine.ts';

describe('a call that makes no sense', () => {
  test.each([
    [['nonsense'], 'there is no command "nonsense": see `statusline --help`'],
    [['lst'], 'there is no command "lst": did you mean `list`?'],
    [['\u001B[31mred'], 'there is no command "red": see `statusline --help`'],
    [['show'], "expected argument for ref: the command's --help tells what it takes"],
    [['list', '--nope'], "no flag registered for --nope: the command's --help tells what it takes"],
  ])('%j is refused in one line that says what to do', async (argv, words) => {
    const { code, out, err } = await new FakeMachine().run(argv);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `statusline: ${words}\n` });
  });
});

test('--version tells the version and nothing else', async () => {
  expect(await new FakeMachine().run(['--version'])).toMatchObject({ code: 0, out: '0.1.0\n', err: '' });
});
