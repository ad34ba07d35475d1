// The real tmux only: the model keeps hooks but runs none.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEntries, removeCalls } from '../../src/tmux/hook-entries.ts';
import {
  askAttachHooks,
  askHooks,
  hookEvents,
  installAttachHooks,
  installHooks,
} from '../../src/tmux/hooks.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { openRealWorld, stay, withSession, type TmuxWorld } from './tmux-worlds.ts';

let world: TmuxWorld;
let log: string;
let program: string;

beforeAll(async () => {
  world = await withSession(await openRealWorld());
  // A path that would break every layer of quoting if one were missing.
  const directory = world.directory(`it's "a" $HOME #{pid} %H ;`);
  program = join(directory, 'program');
  log = join(directory, 'log');
  // One write a report: reports of one moment are appended by programs that run at once.
  writeFileSync(
    program,
    `#!/bin/sh\nshift\nprintf '<%s><%s><%s><%s>%s\\n' "$@" "$TMUX" >> "$(dirname "$0")/log"\n`,
  );
  chmodSync(program, 0o755);
  await world.run(['set-hook', '-g', 'window-renamed[3]', 'set-option -g @users-own 1']);
  await world.run(['set-hook', '-g', 'window-linked[77]', 'set-option -g @users-own 3']);
  await install(program);
});
afterAll(() => world.close());

async function install(path: string): Promise<void> {
  await world.run(...installHooks(path, await world.run(...askHooks)));
}

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
  await install('/nowhere/program');
  const entries = readEntries(await world.run(...askHooks)).filter(({ command }) =>
    command.includes('/nowhere/'),
  );
  expect(entries).toHaveLength(hookEvents.length);
  for (const { command } of entries) {
    // In the foreground, what the job says and how it ends come back to the caller.
    const inForeground = command.replace('run-shell -b', 'run-shell');
    expect(await world.attempt(['if-shell', '-F', '1', inForeground])).toEqual({ ok: true, value: '' });
  }
});

test('ours are put in beside what the user has at our place, once, and taken away alone', async () => {
  const path = '/nowhere/program';
  await world.run(['set-hook', '-g', 'client-attached[78]', 'set-option -g @users-own 4']);
  const ask = [...askHooks, ...askAttachHooks];
  const before = readEntries(await world.run(...ask)).filter(({ command }) => !command.includes(path));
  for (const _ of [1, 2]) {
    await install(path);
    await world.run(...installAttachHooks(path, await world.run(...askAttachHooks)));
  }
  const after = readEntries(await world.run(...ask));
  expect(after.filter(({ command }) => command.includes(path))).toHaveLength(hookEvents.length + 2);
  expect(after.filter(({ command }) => !command.includes(path))).toEqual(before);
  expect(before.map(({ command }) => command)).toEqual(
    expect.arrayContaining([1, 3, 4].map((value) => `set-option -g @users-own ${value}`)),
  );
  await world.run(...removeCalls(await world.run(...ask), path));
  expect(readEntries(await world.run(...ask))).toEqual(before);
});

test('the tmux file’s calls make way, which would tell everything twice', async () => {
  const call = `run-shell -b "'/plugins/statusline/bin/statusline' tmux-hook session-created x"`;
  await world.run(['set-hook', '-g', 'session-created[80]', call]);
  await install('/den/tmux-hook');
  const entries = readEntries(await world.run(['show-hooks', '-g', 'session-created']));
  expect(entries.map(({ place }) => place)).toEqual(expect.arrayContaining([80]));
  expect(entries.filter(({ command }) => command.includes('/bin/statusline'))).toEqual([]);
});
