import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clientProgram } from '../rig/home.ts';
import { run } from '../rig/run.ts';

const root = join(import.meta.dirname, '../..');
const plugin = join(root, 'plugins/statusline');
const home = mkdtempSync(join(tmpdir(), 'statusline-plugin-'));
afterAll(() => rmSync(home, { recursive: true }));

function json(path: string): Record<string, unknown> {
  // Our own manifests: the tests below look at every field that they name.
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;
}

interface Hook {
  readonly type: string;
  readonly command: string;
  readonly timeout: number;
  readonly async?: boolean;
}

const hooks = Object.entries(
  json('plugins/statusline/hooks/hooks.json')['hooks'] as Record<string, [{ readonly hooks: [Hook] }]>,
).map(
  ([
    event,
    [
      {
        hooks: [hook],
      },
    ],
  ]) => ({ event, hook }),
);

describe('the hooks', () => {
  it('are those that the registry needs, each once', () => {
    expect(hooks.map(({ event }) => event)).toEqual([
      'SessionStart',
      'UserPromptSubmit',
      'Stop',
      'StopFailure',
      'Notification',
      'SessionEnd',
      'CwdChanged',
      'PreCompact',
    ]);
  });

  it.each(hooks)(
    '$event is told to the launcher, whatever the plugin’s path is called',
    ({ event, hook }) => {
      expect(hook).toMatchObject({
        type: 'command',
        command: `"\${CLAUDE_PLUGIN_ROOT}/bin/statusline" hook ${event}`,
      });
    },
  );

  // The client waits for a hook that is not async, and what it does next comes after it in the journal.
  // SessionStart's exports must be there before the first command. A queued prompt follows Stop at once, and
  // SessionEnd follows Stop at once in `claude -p`: out of order they would leave a working session idle, or
  // bring an ended one back. Async hooks outlive their client, so SessionEnd would reach the journal after the
  // client's death, and then after the start of whoever resumed the session at once.
  it('wait where the order of events counts, and nowhere else', () => {
    const waited = hooks.filter(({ hook }) => hook.async !== true).map(({ event }) => event);
    expect(waited).toEqual(['SessionStart', 'UserPromptSubmit', 'Stop', 'StopFailure', 'SessionEnd']);
  });

  it('leave the program time to keep its own deadline of 4 s', () => {
    expect(hooks.every(({ hook }) => hook.timeout > 4)).toBe(true);
  });
});

describe('the slash commands', () => {
  const commands = readdirSync(join(plugin, 'commands')).sort();

  it('are the documented ones', () => {
    expect(commands).toEqual(['doctor.md', 'install.md', 'instances.md', 'recover.md', 'rename.md']);
  });

  it.each(commands)('%s may run exactly the program’s own command, and says what it does', (file) => {
    const text = readFileSync(join(plugin, 'commands', file), 'utf8');
    expect(text).toMatch(/^---\ndescription: .+\n/);
    // The quotes are part of the rule: the client compares it with the command as written.
    expect(text).toMatch(/\nallowed-tools: Bash\("\$\{CLAUDE_PLUGIN_ROOT\}\/bin\/statusline" [a-z]+:\*\)\n/);
  });

  it.each(commands)('%s lets no word of the user reach a shell unquoted', (file) => {
    const text = readFileSync(join(plugin, 'commands', file), 'utf8');
    const shell = [...text.matchAll(/!`([^`]*)`/g)].map(([, command = '']) => command);
    expect(shell.filter((command) => command.includes('$ARGUMENTS'))).toEqual([]);
  });
});

describe('the plugin folder', () => {
  it('holds what it ships and nothing else', () => {
    const known = ['.claude-plugin', 'bin', 'commands', 'dist', 'hooks', 'schema', 'settings.json', 'tmux'];
    expect(readdirSync(plugin).filter((name) => !known.includes(name))).toEqual([]);
    expect(readdirSync(join(plugin, 'dist')).filter((name) => !/\.(js|json)$/.test(name))).toEqual([]);
  });

  it('has a launcher that can be started', () => {
    expect(() => accessSync(join(plugin, 'bin/statusline'), constants.X_OK)).not.toThrow();
  });

  it('bears the version of the program, and the marketplace offers it', () => {
    expect(json('plugins/statusline/.claude-plugin/plugin.json')['version']).toBe(
      json('package.json')['version'],
    );
    expect(json('.claude-plugin/marketplace.json')['plugins']).toEqual([
      expect.objectContaining({ name: 'statusline', source: './plugins/statusline' }),
    ]);
  });

  it.each(['plugins/statusline', '.'])('passes the client’s own strict validation: %s', async (directory) => {
    const env = {
      HOME: home,
      PATH: process.env['PATH'] ?? '',
      TERM: 'xterm',
      LANG: 'C.UTF-8',
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    };
    const validated = await run(clientProgram(), ['plugin', 'validate', '--strict', join(root, directory)], {
      env,
    });
    expect(validated).toMatchObject({ code: 0, stdout: expect.stringContaining('passed') });
  });
});

const at = (name: string): string => join(home, name);

const cached = (user: string): string =>
  at(`${user}/.claude/plugins/cache/m/statusline/0.2.0/bin/statusline`);
const stable = (user: string): string => at(`${user}/.claude/instances/bin/statusline`);

/** A launcher that says where it lies and what it was asked. */
function launcherAt(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\nprintf "%s %s" "$0" "$*"\n', { mode: 0o755 });
}

describe('the rows of sub-agents', () => {
  const { command } = json('plugins/statusline/settings.json')['subagentStatusLine'] as { command: string };

  it.each([
    ['by the stable path', 'a b', [cached('a b'), stable('a b')], stable('a b')],
    ["from the client's plugin cache, before setup", 'c', [cached('c')], cached('c')],
  ])('are drawn %s', async (_, user, launchers, expected) => {
    for (const path of launchers) launcherAt(path);
    const ran = await run('/bin/sh', ['-c', command], { env: { HOME: at(user), PATH: '/usr/bin:/bin' } });
    expect(ran).toMatchObject({ code: 0, stdout: `${expected} subagents`, stderr: '' });
  });

  it("are the client's own where there is no launcher", async () => {
    const ran = await run('/bin/sh', ['-c', command], { env: { HOME: at('nobody') } });
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
