import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openProcesses } from '../../src/process/table.ts';
import type { PaneStanding } from '../../src/recovery/facts.ts';
import { lookAtServer } from '../../src/recovery/live-servers.ts';
import { until } from '../rig/wait.ts';
import { openLab, type Lab } from './lab.ts';

/** What goes on in the lab's pane, as a recovery sees it. */
async function standing(lab: Lab): Promise<PaneStanding['kind'] | undefined> {
  const world = { tmux: lab.tmux, processes: openProcesses('linux'), newId: () => 'standing' };
  const look = await lookAtServer(world, lab.socketPath);
  return look.ok ? look.value.panes.get('%0')?.standing.kind : undefined;
}

async function screen(lab: Lab): Promise<string> {
  return (await lab.run(['capture-pane', '-p', '-t', '%0'])).trimEnd();
}

/** A shell of the user's in a pane, with this before its `$ `. */
async function openShell(shell: string, before = ''): Promise<Lab> {
  const lab = openLab(`set -g default-shell ${shell}\n`);
  const files = {
    '.bash_profile': `PS1='${before}$ '; unset HISTFILE\n`,
    '.zshrc': `PS1='${before}$ '\n`,
    '.profile': `PS1='${before}$ '\n`,
    '.tcshrc': `set prompt="${before}$ "\n`,
    '.config/fish/config.fish': `set -g fish_greeting; set -g fish_autosuggestion_enabled 0
function fish_prompt; echo -n '${before}$ '; end\n`,
  };
  lab.directory('.config/fish');
  // Without it a first fish is busy for a while making it.
  lab.directory('.local/share/fish/generated_completions');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(lab.root, name), text);
  await lab.run(['new-session', '-d', '-s', 'x', '-x', '40', '-y', '20']);
  await until('the shell is idle', async () => (await standing(lab)) === 'idle-shell', {
    explain: () => screen(lab),
  });
  return lab;
}

const shells = ['bash', 'zsh', 'fish', 'dash', 'tcsh']
  .map((name) => `/bin/${name}`)
  .filter((shell) => existsSync(shell));

/** What somebody has typed and not finished (`↵` is Enter), what the screen then shows, and shells that have no such thing. */
const typed: readonly (readonly [text: string, shown: RegExp, notIn: readonly string[]])[] = [
  ['ls -l', /ls -l$/, []],
  ['cat >', /cat >$/, []],
  ['cat > ', /cat >$/, []],
  ['echo 50%', /50%$/, []],
  ['vi TODO #', /TODO #$/, []],
  ['echo a long line that goes on in the next row >', /row >$/, []],
  ['echo "one↵', /one\n.*[> ]?$/, ['tcsh', 'fish']],
  ['echo "one↵two >', /two >$/, ['tcsh']],
  ['cat <<END↵text↵', /text\n.*[>? ]?$/, ['fish']],
  ['for x in a b↵', /a b\n.*[> ]?$/, ['tcsh', 'fish']],
  ['for x in a b↵do↵if true↵', /true\n.*[> ]?$/, ['tcsh', 'fish']],
  ['echo one \\↵', /\\\n.*[>? ]?$/, ['fish']],
  ['sleep 1000 &↵', /&\n[^]*\$$/, []],
  ['sh↵', /sh\n[^]*[$#]$/, []],
  ['sleep 1000↵', /1000$/, []],
];

describe.each(shells)('in %s nobody is typed over who has begun', (shell) => {
  test.each(typed.filter(([, , notIn]) => !notIn.includes(basename(shell))))('%j', async (text, shown) => {
    const lab = await openShell(shell);
    for (const [at, line] of text.split('↵').entries()) {
      if (at > 0) await lab.run(['send-keys', '-t', '%0', 'Enter']);
      if (line !== '') await lab.run(['send-keys', '-t', '%0', '-l', '--', line]);
    }
    await until('it stands there', async () => shown.test(await screen(lab)), {
      explain: () => screen(lab),
      timeoutMs: 5000,
    });
    expect([await screen(lab), await standing(lab)]).toEqual([expect.anything(), 'busy']);
  });

  test('or who reads what has scrolled away', async () => {
    const lab = await openShell(shell);
    await lab.run(['copy-mode', '-t', '%0']);
    expect(await standing(lab)).toBe('busy');
  });
});

test('a prompt that takes more than one row is one', async () => {
  const lab = await openShell('/bin/bash', 'somebody@some-machine:/a/long/way/to/the/project');
  await lab.run(['send-keys', '-t', '%0', 'x']);
  await until('it is typed', async () => (await screen(lab)).endsWith('$ x'));
  expect(await standing(lab)).toBe('busy');
  await lab.run(['send-keys', '-t', '%0', 'BSpace']);
  await until('it is gone', async () => (await screen(lab)).endsWith('$'));
  expect(await standing(lab)).toBe('idle-shell');
});
