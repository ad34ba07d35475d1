// The real tmux only: the model keeps hooks but runs none.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askHooks, hookEvents, installHooks, readHooks, removeHooks } from '../../src/tmux/hooks.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { openRealWorld, stay, withSession, type TmuxWorld } from './tmux-worlds.ts';

let world: TmuxWorld;
let log: string;

beforeAll(async () => {
  world = await withSession(await openRealWorld());
  // A path that would break every layer of quoting if one were missing.
  const directory = world.directory(`it's "a" $HOME #{pid} %H ;`);
  const program = join(directory, 'program');
  log = join(directory, 'log');
  // One write a report: reports of one moment are appended by programs that run at once.
  writeFileSync(
    program,
    `#!/bin/sh\nshift\nprintf '<%s><%s><%s><%s>%s\\n' "$@" "$TMUX" >> "$(dirname "$0")/log"\n`,
  );
  chmodSync(program, 0o755);
  await world.run(['set-hook', '-g', 'window-renamed[3]', 'set-option -g @users-own 1']);
  await world.run(...installHooks(program));
});
afterAll(() => world.close());

function reports(): readonly string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
}

const cases: readonly (readonly [string, TmuxCommand, string])[] = [
  ['a renamed window', ['rename-window', '-t', '@0', '$(touch x) #{pid}'], '<window-renamed><><@0><>'],
  ['a split', ['split-window', '-d', '-t', '%0', ...stay], '<window-layout-changed><><@0><>'],
  ['a killed pane', ['kill-pane', '-t', '%1'], '<after-kill-pane><><><>'],
  ['a new window', ['new-window', '-d', '-t', '$0:', ...stay], '<window-linked><$0><@1><>'],
  ['a chosen window', ['select-window', '-t', '@1'], '<session-window-changed><$0><><>'],
  ['a killed window', ['kill-window', '-t', '@1'], '<window-unlinked><$0><@1><>'],
  ['a new session', ['new-session', '-d', '-s', 'b', ...stay], '<session-created><$1><><>'],
  ['a renamed session', ['rename-session', '-t', '$1', 'c'], '<session-renamed><$1><><>'],
  ['a killed session', ['kill-session', '-t', '$1'], '<session-closed><$1><><>'],
  ['a pane that ends', ['new-window', '-d', '-t', '$0:', 'true'], '<pane-exited><><><%4>'],
];

test.each(cases)('%s is reported by ids', async (_what, command, report) => {
  await world.run(command);
  await expect.poll(() => reports().filter((line) => line.startsWith(report))).not.toEqual([]);
});

test('the report says which server it came from', async () => {
  const { server } = await world.desk();
  expect(reports().find((line) => line.startsWith('<window-renamed>'))).toContain(
    `>${server.socketPath},${server.pid},`,
  );
});

test('a window that tmux names by itself is not reported at every command', async () => {
  const printed = await world.run([
    'new-window',
    '-d',
    '-P',
    '-F',
    '#{window_id}',
    '-t',
    '$0:',
    'echo; sleep 0.7; echo; exec sleep 1000',
  ]);
  const id = printed.trim();
  const nameOf = async (): Promise<string | undefined> =>
    (await world.desk()).windows.find((window) => window.id === id)?.name;
  await expect.poll(nameOf, { timeout: 5000 }).toBe('sleep');
  await world.run(['rename-window', '-t', id, 'mine']);
  await expect
    .poll(() => reports().filter((line) => line.startsWith(`<window-renamed><><${id}>`)))
    .toHaveLength(1);
});

test('a program that is gone is passed over: nothing for tmux to show over a pane', async () => {
  await world.run(...installHooks('/nowhere/program'));
  for (const { command } of readHooks(await world.run(...askHooks))) {
    // In the foreground, what the job says and how it ends come back to the caller.
    const inForeground = command.replace('run-shell -b', 'run-shell');
    expect(await world.attempt(['if-shell', '-F', '1', inForeground])).toEqual({ ok: true, value: '' });
  }
});

test('ours are listed and taken away, the user’s own stay', async () => {
  const installed = readHooks(await world.run(...askHooks));
  expect(installed.map(({ event }) => event).sort()).toEqual([...hookEvents].sort());
  await world.run(['set-hook', '-g', 'session-created[77]', 'set-option -g @users-own 2']);
  const ours = readHooks(await world.run(...askHooks));
  expect(ours).toHaveLength(hookEvents.length - 1);
  await world.run(...removeHooks(ours));
  const left = await world.run(...askHooks);
  expect(readHooks(left)).toEqual([]);
  expect(left).toContain('window-renamed[3] set-option -g @users-own 1');
  expect(left).toContain('session-created[77] set-option -g @users-own 2');
});
