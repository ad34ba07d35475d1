// The optional tmux file, sourced by a real tmux as a user's tmux.conf does it, with a launcher that notes its calls.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openRealWorld, stay, withSession, type TmuxWorld } from '../contract/tmux-worlds.ts';
import { until } from '../rig/wait.ts';

const source = join(import.meta.dirname, '../../plugins/statusline/tmux/statusline.tmux');

interface Theatre {
  readonly world: TmuxWorld;
  /** Sources the file. */
  readonly load: () => Promise<void>;
  /** What the launcher was called with, call by call. */
  readonly calls: () => readonly string[];
}

async function open(): Promise<Theatre> {
  const world = await withSession(await openRealWorld());
  onTestFinished(() => world.close());
  // A path that would break every layer of quoting if one were missing.
  const plugin = world.directory(`it's "a" $HOME #{pid} %H ;`);
  for (const folder of ['bin', 'tmux']) mkdirSync(join(plugin, folder), { recursive: true });
  const file = join(plugin, 'tmux/statusline.tmux');
  copyFileSync(source, file);
  const log = join(world.directory('log'), 'calls');
  writeFileSync(join(plugin, 'bin/statusline'), `#!/bin/sh\nprintf '%s\\n' "$*" >>'${log}'\n`, {
    mode: 0o755,
  });
  const quoted = `'${file.replaceAll("'", `'\\''`).replaceAll('#', '##')}'`;
  return {
    world,
    load: async () => void (await world.run(['run-shell', quoted])),
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
  };
}

/** Attaches a terminal inside another server, and gives its keys. */
async function attach(
  { world }: Theatre,
  ...words: readonly string[]
): Promise<(...keys: readonly string[]) => Promise<void>> {
  const terminal = await openRealWorld();
  onTestFinished(() => terminal.close());
  const tmux = [
    'env',
    '-u',
    'TMUX',
    '-u',
    'TMUX_PANE',
    'TERM=xterm',
    'tmux',
    '-S',
    world.socketPath,
    ...words,
  ];
  await terminal.run(['new-session', '-d', '-x', '100', '-y', '30', ...tmux]);
  await until('the terminal is attached', async () => (await world.run(['list-clients'])) !== '');
  return async (...keys) => void (await terminal.run(['send-keys', '-t', '%0', ...keys]));
}

/** All that a user can have set: keys, hooks, options. */
async function everything({ world }: Theatre): Promise<readonly string[]> {
  const printed = await world.run(
    ['list-keys'],
    ['show-hooks', '-g'],
    ['show-hooks', '-gw'],
    ['show-options', '-g'],
    ['show-options', '-s'],
    ['show-options', '-gw'],
  );
  // A hook without an entry is listed by its bare name.
  const lines = printed.split('\n').filter((line) => !/^[a-z-]+$/.test(line));
  // Keys stand in columns, whose width is that of the widest.
  return lines.map((line) => (line.startsWith('bind-key') ? line.replaceAll(/ +/g, ' ') : line));
}

async function bindingOf({ world }: Theatre, key: string): Promise<string> {
  return (await world.run(['list-keys', '-T', 'prefix', key])).trim();
}

test('adds its hooks and one key, and changes nothing else; sourced again it changes nothing', async () => {
  const theatre = await open();
  const { world, load } = theatre;
  await world.run(['set-hook', '-g', 'client-attached[3]', 'set-option -g @users-own 1']);
  await world.run(['bind-key', 'g', 'display-message', 'mine']);
  const before = await everything(theatre);
  await load();
  const after = await everything(theatre);
  expect(before.filter((line) => !after.includes(line))).toEqual([]);
  const added = after.filter((line) => !before.includes(line));
  expect(added.filter((line) => !/^[a-z-]+\[77\] /.test(line))).toEqual([await bindingOf(theatre, 'R')]);
  await load();
  expect(await everything(theatre)).toEqual(after);
});

test('leaves the hooks that its user has at its own place, and stands behind them', async () => {
  const theatre = await open();
  const { world, load, calls } = theatre;
  const theirs = [
    'window-renamed[77]',
    'session-closed[77]',
    'client-attached[77]',
    'client-session-changed[77]',
  ];
  for (const entry of theirs) await world.run(['set-hook', '-g', entry, `set-option -g @users-own ${entry}`]);
  const before = await everything(theatre);
  await load();
  const after = await everything(theatre);
  expect(before.filter((line) => !after.includes(line))).toEqual([]);
  for (const entry of theirs) expect(after.join('\n')).toContain(entry.replace('77', '78'));
  await world.run(['rename-window', '-t', '@0', 'new']);
  await until('the name is told', () => calls().some((call) => call.startsWith('tmux-hook window-renamed')));
  await load();
  expect(await everything(theatre)).toEqual(expect.arrayContaining(after.slice()));
});

test.each([
  ['a key that the user has bound', ['bind-key', 'R', 'display-message', 'mine'], 'R'],
  ['a key that tmux itself has bound', ['set-option', '-g', '@statusline-key', 'd'], 'd'],
  ['a key that needs a backslash', ['set-option', '-g', '@statusline-key', ';'], '\\;'],
] as const)('leaves %s', async (_, command, key) => {
  const theatre = await open();
  await theatre.world.run([...command]);
  const before = await bindingOf(theatre, key.replace('\\', ''));
  await theatre.load();
  expect(before).not.toBe('');
  expect(await bindingOf(theatre, key.replace('\\', ''))).toBe(before);
  expect(await theatre.world.run(['list-keys'])).not.toContain('auto-recover');
});

test('takes the key that it is given, and none where none is wanted', async () => {
  const theatre = await open();
  await theatre.world.run(['set-option', '-g', '@statusline-key', 'none']);
  await theatre.load();
  expect(await theatre.world.run(['list-keys'])).not.toContain('auto-recover');
  await theatre.world.run(['set-option', '-g', '@statusline-key', 'C-g']);
  await theatre.load();
  expect(await bindingOf(theatre, 'C-g')).toContain('auto-recover --asked');
});

test('tells of everybody who attaches, and of the key with the terminal that it was pressed on', async () => {
  const theatre = await open();
  const { world, load, calls } = theatre;
  await load();
  const press = await attach(theatre, 'attach-session');
  const tty = (await world.run(['list-clients', '-F', '#{client_name}'])).trim();
  await until('the attach was told', () => calls().includes(`auto-recover --notice --client ${tty}`));
  await press('C-b', 'R');
  await until('the key was told', () => calls().includes(`auto-recover --asked --client ${tty}`));
  const terminals = calls().flatMap((call) =>
    call.includes('auto-recover') ? (call.split(' ').at(-1) ?? []) : [],
  );
  expect(new Set(terminals)).toEqual(new Set([tty]));
});

test('tells of a first client that begins with a new session, and not of every change of session', async () => {
  const theatre = await open();
  const { world, load, calls } = theatre;
  await world.run(['set-option', '-g', '@statusline-notice', 'off']);
  await load();
  await attach(theatre, 'new-session', '-s', 'fresh', ...stay);
  const tty = (await world.run(['list-clients', '-F', '#{client_name}'])).trim();
  await until('the client was told', () => calls().includes(`auto-recover --client ${tty}`));
  expect(await world.run(['show-hooks', '-g', 'client-session-changed'])).not.toContain('auto-recover');
});

test('sourced when somebody is attached already, it asks at once', async () => {
  const theatre = await open();
  await attach(theatre, 'attach-session');
  await theatre.load();
  await until('it asked', () => theatre.calls().includes('auto-recover --notice'));
  expect(theatre.calls()).toEqual(['auto-recover --notice']);
});

test('without the launcher it does nothing at all', async () => {
  const theatre = await open();
  const before = await everything(theatre);
  const alone = join(theatre.world.directory('alone'), 'statusline.tmux');
  copyFileSync(source, alone);
  await theatre.world.run(['run-shell', alone]);
  expect(await everything(theatre)).toEqual(before);
});
