import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FakeMachine } from '../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

let machine: FakeMachine;
let client: number;
beforeEach(async () => {
  machine = new FakeMachine();
  const pane = await machine.openPane('main', 'claude');
  client = machine.startClient(pane.pid);
  const stdin = JSON.stringify({ session_id: id, cwd: '/home/dev', hook_event_name: 'SessionStart' });
  await machine.asClient(client, ['hook', 'SessionStart'], stdin);
  await tmux('new-window', '-d', '-t', '=main:', '-n', 'editor');
  await told();
});

async function tmux(name: string, ...args: readonly string[]): Promise<void> {
  const ran = await machine.tmux.run(machine.socketPath, [[name, ...args]]);
  if (!ran.ok) throw new Error(JSON.stringify(ran.failure));
}

/** A hook of tmux, run by a program of its own. */
async function told(): Promise<void> {
  await machine.run(['tmux-hook', 'window-unlinked'], { env: { TMUX: `${machine.socketPath},1,0` } });
}

function windowNames(): readonly string[] {
  const text = readFileSync(join(machine.instances, 'layout.json'), 'utf8');
  return [...text.matchAll(/^ {14}"name": "(.*)",$/gm)].map(([, name = '']) => name);
}

describe('a change that tmux tells of, with no resident there', () => {
  test('is in layout.json when something new is there', async () => {
    await tmux('new-window', '-d', '-t', '=main:', '-n', 'logs');
    await told();
    expect(windowNames()).toEqual(['claude', 'editor', 'logs']);
  });

  test('is in layout.json when something is gone and the server lives on', async () => {
    await tmux('kill-window', '-t', '=main:1');
    await told();
    expect(windowNames()).toEqual(['claude']);
  });

  test('is in layout.json with what came up while the loss was proven', async () => {
    await tmux('kill-window', '-t', '=main:1');
    machine.whenTimeHasPassed(50, () => void tmux('new-window', '-d', '-t', '=main:', '-n', 'logs'));
    await told();
    expect(windowNames()).toEqual(['claude', 'logs']);
  });

  test('takes nothing out of layout.json while the server dies', async () => {
    await tmux('kill-window', '-t', '=main:1');
    machine.whenTimeHasPassed(50, () => void machine.tmux.run(machine.socketPath, [['kill-server']]));
    await told();
    expect(windowNames()).toEqual(['claude', 'editor']);
  });

  test('takes nothing out of layout.json while more and more is gone', async () => {
    await tmux('new-window', '-d', '-t', '=main:', '-n', 'logs');
    await told();
    await tmux('kill-window', '-t', '=main:2');
    machine.whenTimeHasPassed(50, () => void tmux('kill-window', '-t', '=main:1'));
    await told();
    expect(windowNames()).toEqual(['claude', 'editor', 'logs']);
  });

  test('leaves a session in its pane until its end is told, and keeps what is new beside it', async () => {
    await tmux('kill-window', '-t', '=main:0');
    await tmux('new-window', '-d', '-t', '=main:', '-n', 'logs');
    await told();
    expect(windowNames()).toEqual(['logs', 'editor', 'claude']);
    machine.processes.kill(client);
    await machine.run(['list']);
    expect(windowNames()).toEqual(['logs', 'editor']);
  });
});
