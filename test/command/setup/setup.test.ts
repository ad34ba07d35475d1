import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { setup } from '../../../src/command/setup/setup.ts';
import { uninstall } from '../../../src/command/setup/uninstall.ts';
import { openWorld } from '../../../src/open-world.ts';
import { defaultOptions } from '../../../src/status/options.ts';
import type { AutoRecover } from '../../../src/status/recovery-settings.ts';
import { run } from '../../rig/run.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-setup-'));
afterAll(() => rmSync(root, { recursive: true }));

let home = root;
beforeEach(() => {
  home = mkdtempSync(join(root, 'home '));
  launcher();
});

const settingsPath = (): string => join(home, '.claude/settings.json');
const configPath = (): string => join(home, '.claude/instances/config.json');
const configNow = (): unknown =>
  existsSync(configPath()) ? JSON.parse(readFileSync(configPath(), 'utf8')) : null;
const shimPath = (): string => join(home, '.claude/instances/bin/statusline');
const command = '~/.claude/instances/bin/statusline render';
const other = '{"statusLine":{"type":"command","command":"npx ccstatusline"}}';

/** The plugin that runs: its launcher, and any copy of it, says what it was asked. */
function launcher(): void {
  const path = join(home, 'plugin/bin/statusline');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\nlauncher=\n\ncommand=${1-}\nprintf "asked: %s" "$*"\n');
  chmodSync(path, 0o755);
}

function settings(text: string): void {
  mkdirSync(join(home, '.claude'), { recursive: true });
  writeFileSync(settingsPath(), text);
}

function settingsNow(): string | null {
  return existsSync(settingsPath()) ? readFileSync(settingsPath(), 'utf8') : null;
}

interface How {
  readonly yes?: boolean;
  readonly wrap?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly isTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly answer?: boolean;
  readonly autoRecover?: AutoRecover;
  /** The file system refuses every change of this file. */
  readonly isReadOnly?: boolean;
}

async function act(name: 'setup' | 'uninstall', how: How = {}) {
  const said = { out: '', err: '', asked: '' };
  const flags = {
    yes: how.yes ?? false,
    wrap: how.wrap ?? false,
    dryRun: how.dryRun ?? false,
    json: how.json ?? false,
    autoRecover: how.autoRecover,
  };
  const isTerminal = how.isTerminal ?? false;
  const opened = openWorld(
    {
      argv: [name],
      env: { HOME: home, ...how.env },
      cwd: home,
      callerPid: 1,
      stdin: async () => '',
      isStdinTerminal: isTerminal,
      isStdoutTerminal: isTerminal,
      terminalColumns: null,
    },
    { out: (text) => void (said.out += text), err: (text) => void (said.err += text) },
    {
      platform: 'linux',
      home,
      host: 'test',
      uid: 0,
      pid: 1,
      program: join(home, 'plugin/dist'),
      node: process.execPath,
      nodeVersion: process.versions.node,
      cores: 1,
      freeMemoryBytes: () => null,
    },
  );
  const readOnly = { kind: 'unwritable', path: settingsPath(), code: 'EROFS' } as const;
  const world = !(how.isReadOnly ?? false)
    ? opened
    : Object.assign(opened, {
        settings: { ...opened.settings, replace: () => ({ ok: false, failure: readOnly }) },
      });
  const confirm = async (question: string): Promise<boolean> => {
    said.asked = question;
    return how.answer ?? false;
  };
  const code = name === 'setup' ? await setup(world, flags, confirm) : await uninstall(world, flags);
  return { code, ...said };
}

describe('setup', () => {
  it('makes settings where there are none, and a path that starts the plugin', async () => {
    expect(await act('setup')).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(settingsNow() ?? '')).toEqual({
      statusLine: { type: 'command', command, refreshInterval: 30 },
    });
    expect(statSync(shimPath()).mode & 0o777).toBe(0o700);
    const env = { HOME: home, PATH: '/usr/bin:/bin' };
    expect(await run('/bin/sh', ['-c', command], { env })).toMatchObject({ stdout: 'asked: render' });
  });

  it('puts the tmux file where an upgrade leaves it, beside the path that it starts', async () => {
    const file = join(home, '.claude/instances/tmux/statusline.tmux');
    mkdirSync(join(home, 'plugin/tmux'));
    writeFileSync(join(home, 'plugin/tmux/statusline.tmux'), '#!/bin/sh\n"${0%/*}/../bin/statusline" it\n');
    await act('setup');
    expect(await run(file, [], { env: { HOME: home, PATH: '/usr/bin:/bin' } })).toMatchObject({
      stdout: 'asked: it',
    });
    await act('uninstall');
    expect(existsSync(file)).toBe(false);
  });

  it('keeps one copy of the settings as they were, for the user alone', async () => {
    settings('{"env":{"KEY":"secret"}}');
    await act('setup');
    await act('uninstall');
    await act('setup');
    const backups = readdirSync(join(home, '.claude')).filter((name) => name.endsWith('.bak'));
    expect(backups.map((name) => readFileSync(join(home, '.claude', name), 'utf8'))).toEqual([
      '{"env":{"KEY":"secret"}}',
    ]);
    expect(statSync(join(home, '.claude', backups[0] ?? '')).mode & 0o777).toBe(0o600);
  });

  it('done again changes nothing and says so', async () => {
    settings('{"a":1}');
    await act('setup');
    const [once, files] = [settingsNow(), readdirSync(join(home, '.claude'))];
    expect(await act('setup')).toMatchObject({ code: 0, out: expect.stringContaining('already') });
    expect([settingsNow(), readdirSync(join(home, '.claude'))]).toEqual([once, files]);
  });

  it('mends the stable path though the settings need no change', async () => {
    await act('setup');
    rmSync(shimPath());
    await act('setup');
    expect(existsSync(shimPath())).toBe(true);
  });

  it('goes by the client’s config directory', async () => {
    const config = join(home, 'work');
    await act('setup', { env: { CLAUDE_CONFIG_DIR: config } });
    expect(settingsNow()).toBeNull();
    expect(readFileSync(join(config, 'settings.json'), 'utf8')).toContain(command);
  });

  it('writes a path that a shell understands, whatever the folder is called', async () => {
    const instances = join(home, "it's mine");
    await act('setup', { env: { STATUSLINE_INSTANCES_DIR: instances } });
    const { statusLine } = JSON.parse(settingsNow() ?? '') as { statusLine: { command: string } };
    const env = { HOME: home, PATH: '/usr/bin:/bin' };
    expect(await run('/bin/sh', ['-c', statusLine.command], { env })).toMatchObject({
      stdout: 'asked: render',
    });
  });

  it('keeps settings that are a link a link', async () => {
    mkdirSync(join(home, '.claude'));
    writeFileSync(join(home, 'dotfiles.json'), '{}');
    symlinkSync('../dotfiles.json', settingsPath());
    await act('setup');
    expect(readFileSync(join(home, 'dotfiles.json'), 'utf8')).toContain(command);
  });

  it.each(['{"a": 1,}', '[]', '{', 'text'])(
    'never rewrites settings that it cannot read: %j',
    async (text) => {
      settings(text);
      for (const name of ['setup', 'uninstall'] as const) {
        const { code, out, err } = await act(name, { yes: true });
        expect({ code, out }).toEqual({ code: 1, out: '' });
        expect(err).toMatch(
          /^statusline: ~\/\.claude\/settings\.json .*nothing was changed: mend it, then try again\n$/,
        );
      }
      expect(settingsNow()).toBe(text);
      expect(readdirSync(join(home, '.claude'))).toEqual(['settings.json']);
    },
  );

  it('tells what to add by hand where the settings are read-only', async () => {
    const { code, err } = await act('setup', { isReadOnly: true });
    expect(code).toBe(1);
    expect(err).toContain('(EROFS)');
    expect(err).toContain(`"statusLine": {"type":"command","command":"${command}","refreshInterval":30}`);
  });
});

describe('another tool’s status line', () => {
  it.each([
    ['without a terminal', {}],
    ['in a script', { isTerminal: true, json: true }],
    ['when the user says no', { isTerminal: true, answer: false }],
  ])('is left %s, with one line that says what to do', async (_name, how) => {
    settings(other);
    const { code, err } = await act('setup', how);
    expect(code).toBe(1);
    expect(err).toMatch(/^statusline: [^\n]*setup[^\n]*\n$/);
    expect(settingsNow()).toBe(other);
    expect(existsSync(shimPath())).toBe(false);
  });

  it.each([
    ['with --yes', { yes: true }],
    ['when the user says yes', { isTerminal: true, answer: true }],
  ])('gives way %s, and is remembered', async (_name, how) => {
    settings(other);
    const { code, out } = await act('setup', how);
    expect(code).toBe(0);
    expect(out).toContain('npx ccstatusline');
    expect(settingsNow()).toContain(command);
    const record = JSON.parse(readFileSync(join(home, '.claude/instances/setup.json'), 'utf8')) as object;
    expect(record).toMatchObject({ settings: { [settingsPath()]: { replaced: 'npx ccstatusline' } } });
  });

  it('is shown without its escape sequences', async () => {
    settings(JSON.stringify({ statusLine: { command: 'echo \u001b]52;c;eA==\u0007x' } }));
    const { asked } = await act('setup', { isTerminal: true });
    expect(asked).toContain('echo x');
  });
});

describe('another tool’s status line that is to stay in sight', () => {
  const ours = { left: defaultOptions.rows[0]?.left.map(({ widget }) => widget), right: ['shield'] };

  it.each([
    ['with --wrap', { wrap: true }],
    ['when the user says so', { isTerminal: true, answer: true }],
  ])('has a row of its own below ours %s, and is gone with it', async (_name, how) => {
    settings(other);
    const { code, out } = await act('setup', how);
    expect(code).toBe(0);
    expect(out).toContain('It has a row of its own below ours.');
    expect(settingsNow()).toContain(command);
    expect(configNow()).toMatchObject({
      rows: [ours, ['notice', 'task', 'summary'], ['wrapped']],
      maxRows: 5,
    });
    await act('uninstall');
    expect(settingsNow()).toBe(other);
    expect(existsSync(configPath())).toBe(false);
  });

  it('has it also where it gave way before, beside what else stands in the configuration', async () => {
    settings(other);
    expect((await act('setup', { yes: true })).out).toContain('`statusline setup --wrap` shows it');
    writeFileSync(configPath(), '{"theme":"dawn","rows":[["name"]]}');
    expect(await act('setup', { wrap: true })).toMatchObject({ code: 0, err: '' });
    expect(configNow()).toMatchObject({ theme: 'dawn', rows: [['name'], ['wrapped']], maxRows: 4 });
    await act('uninstall');
    expect(configNow()).toMatchObject({ theme: 'dawn', rows: [['name']] });
    expect(configNow()).not.toHaveProperty('maxRows');
  });

  it('keeps the place that the user gave it', async () => {
    settings(other);
    const text = '{"rows":[["name","wrapped"]]}';
    mkdirSync(dirname(configPath()), { recursive: true });
    writeFileSync(configPath(), text);
    expect(await act('setup', { wrap: true })).toMatchObject({ code: 0, err: '' });
    await act('uninstall');
    expect(readFileSync(configPath(), 'utf8')).toBe(text);
  });

  it.each([
    ['there is none', '{}', '{}', /no other tool's status line/],
    ['the configuration does not parse', other, '{', /config\.json is not a JSON object/],
  ])('changes nothing where %s', async (_name, before, text, words) => {
    settings(before);
    mkdirSync(dirname(configPath()), { recursive: true });
    writeFileSync(configPath(), text);
    const { code, err } = await act('setup', { wrap: true });
    expect(code).toBe(1);
    expect(err).toMatch(words);
    expect(settingsNow()).toBe(before);
    expect(readFileSync(configPath(), 'utf8')).toBe(text);
  });
});

describe('a dry run', () => {
  it('shows the one member that would change, and changes nothing', async () => {
    settings('{"env":{"KEY":"secret"},"statusLine":{"command":"mine.sh"}}');
    const { code, out } = await act('setup', { dryRun: true });
    expect(code).toBe(0);
    expect(out).toContain('- "statusLine": {"command":"mine.sh"}\n+ "statusLine": {"type":"command"');
    expect(out).not.toContain('secret');
    expect(readdirSync(join(home, '.claude'))).toEqual(['settings.json']);
  });

  it('of uninstall shows what would come back', async () => {
    settings(other);
    await act('setup', { yes: true });
    const before = settingsNow();
    const { out } = await act('uninstall', { dryRun: true });
    expect(out).toMatch(/^- [^]*\n\+ "statusLine": \{"type":"command","command":"npx ccstatusline"\}/m);
    expect(settingsNow()).toBe(before);
  });
});

describe('uninstall', () => {
  it.each([
    null,
    '{}',
    '{ }',
    other,
    '{\n  "statusLine" : {"command":"x"},\n  "a": 1\n}\n',
    '{\r\n\t"a": [1 , 2]\r\n}',
  ])('puts everything back as it was: %j', async (text) => {
    if (text !== null) settings(text);
    await act('setup', { yes: true });
    expect(settingsNow()).toContain(command);
    expect(await act('uninstall')).toMatchObject({ code: 0, err: '' });
    expect(settingsNow()).toBe(text);
    expect(existsSync(shimPath())).toBe(false);
    expect(existsSync(join(home, '.claude/instances/setup.json'))).toBe(false);
  });

  it('leaves a line that is not ours any more, and says so', async () => {
    settings('{}');
    await act('setup');
    settings(other);
    expect(await act('uninstall')).toMatchObject({
      code: 0,
      out: expect.stringContaining('npx ccstatusline'),
    });
    expect(settingsNow()).toBe(other);
  });

  it('keeps the stable path while other settings stand on it', async () => {
    const env = { CLAUDE_CONFIG_DIR: join(home, 'work') };
    await act('setup');
    await act('setup', { env });
    await act('uninstall');
    expect(existsSync(shimPath())).toBe(true);
    await act('uninstall', { env });
    expect(existsSync(shimPath())).toBe(false);
  });

  it('without a setup before it changes nothing', async () => {
    settings('{"a":1}');
    expect(await act('uninstall')).toMatchObject({ code: 0, err: '' });
    expect(settingsNow()).toBe('{"a":1}');
  });
});

describe('--json', () => {
  it('is all that is said, of setup and of uninstall', async () => {
    settings('{}');
    expect(JSON.parse((await act('setup', { json: true })).out)).toMatchObject({
      changed: true,
      plan: 'added',
      settings_path: settingsPath(),
      stable_path: shimPath(),
      command,
      replaced: null,
      backup_path: expect.stringMatching(/\.bak$/),
    });
    expect(JSON.parse((await act('setup', { json: true })).out)).toMatchObject({ changed: false });
    expect(JSON.parse((await act('uninstall', { json: true, dryRun: true })).out)).toMatchObject({
      changed: false,
    });
    expect(JSON.parse((await act('uninstall', { json: true })).out)).toEqual({
      changed: true,
      plan: 'restored',
      settings_path: settingsPath(),
      status_line: null,
    });
  });
});

function configured(text: string): void {
  mkdirSync(dirname(configPath()), { recursive: true });
  writeFileSync(configPath(), text);
}

describe('what happens by itself after a loss', () => {
  it('is to be asked, where the status line is set up and nothing is said', async () => {
    const { out } = await act('setup', { json: true });
    expect(JSON.parse(out)).toMatchObject({ auto_recover: 'ask' });
    expect(configNow()).toBeNull();
    expect((await act('setup')).out).toContain('is asked once, in a popup');
  });

  it('is kept as it was wished, beside what stands there, and told', async () => {
    configured('{"theme":"paper","recovery":{"lazyAbove":3}}');
    const said = await act('setup', { autoRecover: 'lazy' });
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain('every session waits for Enter in its pane');
    expect(configNow()).toMatchObject({ theme: 'paper', recovery: { lazyAbove: 3, autoRecover: 'lazy' } });
    const again = await act('setup', { autoRecover: 'lazy', json: true });
    expect(JSON.parse(again.out)).toMatchObject({ changed: false, auto_recover: 'lazy' });
    expect(JSON.parse((await act('setup', { json: true })).out)).toMatchObject({ auto_recover: 'lazy' });
  });

  it('changes nothing in a dry run', async () => {
    const { out } = await act('setup', { autoRecover: 'off', dryRun: true });
    expect(out).toContain('It would be kept: After a loss nothing happens by itself');
    expect(configNow()).toBeNull();
  });

  it('never rewrites a configuration that does not parse, and touches no settings then', async () => {
    configured('{"theme":');
    expect(await act('setup', { autoRecover: 'off' })).toMatchObject({ code: 1, out: '' });
    expect(readFileSync(configPath(), 'utf8')).toBe('{"theme":');
    expect(settingsNow()).toBeNull();
  });

  it('is taken out by uninstall, and nothing else with it', async () => {
    configured('{"theme":"paper","recovery":{"lazyAbove":3}}');
    await act('setup', { autoRecover: 'off' });
    await act('uninstall');
    expect(configNow()).toMatchObject({ theme: 'paper', recovery: { lazyAbove: 3 } });
    expect(readFileSync(configPath(), 'utf8')).not.toContain('autoRecover');
  });

  it('leaves no file behind that only it had made', async () => {
    await act('setup', { autoRecover: 'lazy' });
    await act('uninstall', { dryRun: true });
    expect(configNow()).toMatchObject({ recovery: { autoRecover: 'lazy' } });
    await act('uninstall');
    expect(readdirSync(dirname(configPath())).filter((name) => name.startsWith('config'))).toEqual([]);
  });
});
