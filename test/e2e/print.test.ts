// Sessions from plain terminals, brought back by the printed commands in a shell: the real client, no tmux.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientEntries, transcript } from '../rig/clients.ts';
import { argvOf, onlyEntry } from '../rig/desk.ts';
import { installProduct, registry } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';
import { hasTerminals, openTerminal } from '../rig/terminal.ts';

// No backslash: the client itself finds no such directory.
const hostile = 'it\'s $(touch PWNED) `touch PWNED` #{pid} "q" é😀;';

/** Whether this shell is installed. */
function isThere(stage: Stage, shell: string): Promise<boolean> {
  return stage.run(shell, ['-c', 'exit 0']).then(
    ({ code }) => code === 0,
    () => false,
  );
}

test.for(['bash', 'fish'])(
  'the printed line, run by %s on a plain terminal, brings the conversation back',
  async (shell, { skip }) => {
    const stage = await openStage({ projects: [hostile] });
    onTestFinished(() => stage.close());
    skip(!(await hasTerminals(stage)), 'this machine has no script(1) that gives a terminal');
    skip(!(await isThere(stage, shell)), `this machine has no ${shell}`);
    const product = await installProduct(stage);
    const directory = stage.project(hostile);
    const terminal = openTerminal(stage, directory, `claude --append-system-prompt "it's; \\$(touch PWNED)"`);
    const entry = await stage.until('the client is there', () => clientEntries(stage)[0]);
    await stage.until('it takes prompts', () => terminal.shown().includes('❯'));
    terminal.type('remember amber');
    await stage.until('the prompt stands there', () => terminal.shown().includes('amber'));
    terminal.type('\r');
    await stage.until('the turn is over', () => transcript(stage, entry.sessionId).includes('"assistant"'));
    await stage.until('the session is known', () => registry(stage)[entry.sessionId] !== undefined);
    await stage.powerCut();

    const before = readFileSync(join(stage.paths.instances, 'statusline.jsonl'), 'utf8');
    const printed = await product.run(['recover', '--print']);
    expect(printed.code).toBe(0);
    expect(printed.stderr).toContain('outside tmux');
    expect(readFileSync(join(stage.paths.instances, 'statusline.jsonl'), 'utf8')).toBe(before);
    expect(stage.processes()).toEqual([]);

    const file = join(stage.paths.home, 'line');
    writeFileSync(file, printed.stdout);
    openTerminal(stage, stage.paths.home, `${shell} ${file}`);
    await stage.until('the session is back', () =>
      clientEntries(stage).some(({ sessionId }) => sessionId === entry.sessionId),
    );
    const back = onlyEntry(stage, entry.sessionId);
    expect(back.cwd).toBe(directory);
    expect(argvOf(back.pid)).toEqual(
      expect.arrayContaining(['--append-system-prompt', "it's; $(touch PWNED)", '--resume', entry.sessionId]),
    );
    expect((await stage.run('find', [stage.paths.home, '-name', 'PWNED'])).stdout).toBe('');
  },
);
