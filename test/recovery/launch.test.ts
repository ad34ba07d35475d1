import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openProcesses } from '../../src/process/table.ts';
import { paneProcess, readLauncher, type LaunchMode } from '../../src/recovery/launch.ts';
import { literal } from '../../src/tmux/format.ts';
import { until } from '../rig/wait.ts';
import { id } from '../session/pieces.ts';
import { openLab, type Lab } from './lab.ts';

const hostile = [
  'a b',
  '$(touch PWNED)',
  '`touch PWNED`',
  "it's",
  'x"y',
  '#{pane_id}',
  '#(touch PWNED)',
  ';',
  'tail;',
  '',
  '*',
  '~',
  '\\n\\t\\\\',
  'é😀',
  'new\nline',
  'tab\there',
  '%1',
  '-l',
  '--',
  '!!',
  '$HOME',
  '&& touch PWNED',
  '| touch PWNED',
  '{a,b}',
  '(x)',
  '<',
  '\u001b[31m',
];

/** Says what it was started with, then does what it is told. */
const client = `#!/bin/sh
{ for word in "$@"; do printf '%s\\0' "$word"; done; } > "$HOME/argv.tmp"
printf '%s\\0%s\\0%s\\0%s\\0' "$PWD" "$FROM_RC" "$CLAUDE_CONFIG_DIR" "$CLAUDECODE" > "$HOME/state.tmp"
mv "$HOME/state.tmp" "$HOME/state"
mv "$HOME/argv.tmp" "$HOME/argv"
echo STARTED $$
while read -r word; do
case $word in
stop) kill -TSTP $$; echo AWAKE ;;
finish) exit 0 ;;
esac
done
`;

const rcFiles: Readonly<Record<string, string>> = {
  '.bash_profile': "PS1='$ '; unset HISTFILE; export FROM_RC=bash; cd /\n",
  '.zshrc': "PS1='$ '; export FROM_RC=zsh; cd /\n",
  '.profile': "PS1='$ '; export FROM_RC=${0##*[-/]}; cd /\n",
  '.tcshrc': 'set prompt="$ "; setenv FROM_RC tcsh; cd /\n',
};

async function openPane(
  shell: string,
  mode: LaunchMode,
): Promise<{ lab: Lab; screen: () => Promise<string>; directory: string }> {
  const lab = openLab(`set -g default-shell ${shell}\nset-environment -g CLAUDECODE 1\n`);
  for (const [name, text] of Object.entries(rcFiles)) writeFileSync(join(lab.root, name), text);
  lab.directory('.config/fish');
  // Without it a first fish is busy for a while making it.
  lab.directory('.local/share/fish/generated_completions');
  writeFileSync(
    join(lab.root, '.config/fish/config.fish'),
    'set -gx FROM_RC fish; cd /; function fish_prompt; echo "\\$ "; end\n',
  );
  const program = join(lab.root, 'claude');
  writeFileSync(program, client, { mode: 0o755 });
  const directory = lab.directory('proj #{x} $(touch PWNED) \'q\' "d"');
  const launch = {
    session: id('a'),
    directory,
    argv: [program, '--resume', id('a'), ...hostile],
    environment: { CLAUDE_CONFIG_DIR: '/w x' },
    line: 'C1 · Enter resumes, s for a shell',
  };
  await lab.run(
    ['new-session', '-d', '-s', 'x', '-x', '100', '-y', '30', 'sleep', '1000'],
    ['new-window', '-t', '=x:5', '-c', literal(directory), '--', ...paneProcess(launch, mode, null)],
  );
  const screen = (): Promise<string> => lab.run(['capture-pane', '-p', '-t', '=x:5']);
  return { lab, screen, directory };
}

const shells = [
  '/bin/bash',
  '/usr/bin/zsh',
  '/bin/dash',
  '/usr/bin/fish',
  '/usr/bin/ksh',
  '/usr/bin/mksh',
  '/usr/bin/tcsh',
].filter((shell) => existsSync(shell));

describe.each(shells)('under %s', (shell) => {
  test('the client gets its words to the byte, the project directory and the user’s environment', async () => {
    const { lab, directory } = await openPane(shell, 'now');
    await until('the client runs', () => existsSync(join(lab.root, 'argv')));
    const words = (name: string): readonly string[] =>
      readFileSync(join(lab.root, name), 'utf8').split('\0').slice(0, -1);
    expect(words('argv')).toEqual(['--resume', id('a'), ...hostile]);
    const name = shell.slice(shell.lastIndexOf('/') + 1);
    expect(words('state')).toEqual([directory, name, '/w x', '']);
    expect(existsSync(join(lab.root, 'PWNED')) || existsSync(join(directory, 'PWNED'))).toBe(false);
  });

  test('it can be suspended and taken up again, and leaves a shell with job control behind', async () => {
    const { lab, screen } = await openPane(shell, 'now');
    const pid = Number(await lab.run(['display-message', '-p', '-t', '=x:5', '#{pane_pid}']));
    const say = (text: string): Promise<string> => lab.run(['send-keys', '-t', '=x:5', text, 'Enter']);
    const shows = (words: RegExp): Promise<unknown> =>
      until(`the screen shows ${words}`, async () => words.test(await screen()), {
        timeoutMs: 8000,
        explain: screen,
      });
    await shows(/STARTED/);
    await say('stop');
    await shows(/Suspended[^]*\$\s*$/);
    await say('exit');
    await shows(/AWAKE/);
    await say('finish');
    const processes = openProcesses('linux');
    await until(
      'only the shell is left',
      () => {
        // tcsh shows no flag of its own.
        const [program = '', ...flags] = (processes.argv(pid) ?? []).filter((word) => word !== '');
        const isAlone = shell.endsWith(program) && flags.every((flag) => flag === '-l');
        return isAlone && processes.children(pid).length === 0;
      },
      { timeoutMs: 8000, explain: screen },
    );
    await shows(/\$\s*$/);
    await say('sleep 300 &');
    await say('jobs');
    await shows(/running/i);
    expect(processes.children(pid)).toHaveLength(1);
  }, 60_000);
});

test('a waiting pane says so in one line, starts nothing, and starts at Enter', async () => {
  const { lab, screen } = await openPane('/bin/bash', 'wait');
  await until('it waits', async () => (await screen()).startsWith('C1 · Enter resumes'));
  await lab.run(['send-keys', '-t', '=x:5', 'x']);
  expect(existsSync(join(lab.root, 'argv'))).toBe(false);
  await lab.run(['send-keys', '-t', '=x:5', 'Enter']);
  await until('the client runs', async () => (await screen()).includes('STARTED'));
});

test.each(['s', 'C-c'])('%s in a waiting pane gives the shell', async (key) => {
  const { lab, screen } = await openPane('/bin/bash', 'wait');
  await until('it waits', async () => (await screen()).startsWith('C1 · Enter resumes'));
  await lab.run(['send-keys', '-t', '=x:5', key]);
  await until('a prompt is there', async () => (await screen()).trimEnd().endsWith('$'), { explain: screen });
  expect(existsSync(join(lab.root, 'argv'))).toBe(false);
});

test('a directory that is gone by then starts nothing, and the shell is there', async () => {
  const lab = openLab('set -g default-shell /bin/bash\n');
  const launch = {
    session: id('a'),
    directory: join(lab.root, 'gone'),
    argv: ['touch', join(lab.root, 'PWNED')],
    environment: {},
    line: '',
  };
  await lab.run(
    ['new-session', '-d', '-s', 'x', 'sleep', '1000'],
    ['new-window', '-t', '=x:5', '--', ...paneProcess(launch, 'now', null)],
  );
  await until('a prompt is there', async () =>
    (await lab.run(['capture-pane', '-p', '-t', '=x:5'])).trimEnd().endsWith('$'),
  );
  expect(existsSync(join(lab.root, 'PWNED'))).toBe(false);
});

test('a gate that refuses keeps the pane waiting; one that agrees lets it start', async () => {
  const lab = openLab('set -g default-shell /bin/bash\n');
  const gate = join(lab.root, 'gate');
  const script = join(lab.root, 'main.js');
  writeFileSync(script, '');
  writeFileSync(gate, '#!/bin/sh\necho "asked $*"\ntest -e "$HOME/open"\n', { mode: 0o755 });
  const launch = {
    session: id('a'),
    directory: lab.root,
    argv: ['touch', join(lab.root, 'started')],
    environment: {},
    line: 'waits',
  };
  await lab.run(
    ['new-session', '-d', '-s', 'x', '-x', '300', 'sleep', '1000'],
    ['new-window', '-t', '=x:5', '--', ...paneProcess(launch, 'wait', { program: gate, script })],
  );
  const screen = (): Promise<string> => lab.run(['capture-pane', '-p', '-t', '=x:5']);
  await until('it waits', async () => (await screen()).startsWith('waits'));
  await lab.run(['send-keys', '-t', '=x:5', 'Enter']);
  await until('it was refused', async () =>
    (await screen()).startsWith(`waits\nasked ${script} recover --gate ${id('a')}\nwaits`),
  );
  writeFileSync(join(lab.root, 'open'), '');
  await lab.run(['send-keys', '-t', '=x:5', 'Enter']);
  await until('it was let through', () => existsSync(join(lab.root, 'started')));
  expect((await screen()).split('asked')).toHaveLength(3);
});

test.each([
  ['program', '/nowhere/node', ''],
  ['script', '/bin/false', '/nowhere/main.js'],
])('a gate whose %s is gone keeps nobody waiting', async (_what, program, script) => {
  const lab = openLab('set -g default-shell /bin/bash\n');
  const started = join(lab.root, 'started');
  const launch = {
    session: id('a'),
    directory: lab.root,
    argv: ['touch', started],
    environment: {},
    line: 'waits',
  };
  await lab.run(
    ['new-session', '-d', '-s', 'x', 'sleep', '1000'],
    ['new-window', '-t', '=x:5', '--', ...paneProcess(launch, 'wait', { program, script })],
  );
  await until('it waits', async () =>
    (await lab.run(['capture-pane', '-p', '-t', '=x:5'])).startsWith('waits'),
  );
  await lab.run(['send-keys', '-t', '=x:5', 'Enter']);
  await until('it starts', () => existsSync(started));
  expect(await lab.run(['list-panes', '-t', '=x:5', '-F', '#{pane_dead}'])).toBe('0\n');
});

test('a launcher is known by its arguments, whatever the session’s own words are', () => {
  const launch = {
    session: id('a'),
    directory: '/p',
    argv: ['claude', 'statusline-resume', 'now', id('b')],
    environment: {},
    line: 'statusline-resume',
  };
  expect(readLauncher(paneProcess(launch, 'wait', null))).toEqual({ session: id('a'), mode: 'wait' });
  expect(readLauncher(['vim', 'statusline-resume'])).toBeNull();
  expect(readLauncher(['claude'])).toBeNull();
});
