import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AskedClient } from '../../src/claude/model.ts';
import { isKeyApproved, printEnvironment, readPrinted } from '../../src/claude/print-run.ts';
import { askClient } from '../../src/claude/run.ts';
import { until } from '../rig/wait.ts';

const question = { system: 'You name.', text: 'What is it? $(touch x)', model: 'haiku', timeoutMs: 10_000 };

/** A stand-in for the client: a shell script in a directory of its own. */
function client(script: string): AskedClient & { readonly cwd: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'statusline-print-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const program = join(cwd, 'claude');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return { program: [program], cwd, env: { PATH: '/usr/bin:/bin', ONLY: 'this' } };
}

describe('asking the client', () => {
  it('gives its question on standard input, its arguments as data, and nothing of our environment', async () => {
    const asked = client(
      `cat > asked; printf '%s\\n' "$@" > args; env > env; echo '{"result":"Fox","is_error":false}'`,
    );
    expect(await askClient(question, asked)).toEqual({ ok: true, value: 'Fox' });
    const file = (name: string): string => readFileSync(join(asked.cwd, name), 'utf8');
    expect(file('asked')).toBe(question.text);
    expect(file('args').split('\n')).toEqual(
      expect.arrayContaining(['-p', '--safe-mode', '--no-session-persistence', 'You name.', 'haiku']),
    );
    expect(file('args')).not.toContain('--settings');
    expect(file('env')).toContain('ONLY=this');
    expect(file('env')).not.toContain('HOME=');
    expect(existsSync(join(asked.cwd, 'x'))).toBe(false);
  });

  it('names the one settings file that it may read', async () => {
    const asked = client(`printf '%s ' "$@" > args; echo '{"result":"Fox","is_error":false}'`);
    await askClient(question, { ...asked, settingsPath: '/state/login.json' });
    expect(readFileSync(join(asked.cwd, 'args'), 'utf8')).toContain('--settings /state/login.json ');
  });

  it('tells one that is not there', async () => {
    const missing = { ...client('true'), program: ['/nowhere/claude'] as const };
    expect(await askClient(question, missing)).toMatchObject({ failure: { kind: 'no-program' } });
  });

  it('tells one that does not know our flags', async () => {
    const old = client(`echo "error: unknown option '--safe-mode'" >&2; exit 1`);
    expect(await askClient(question, old)).toMatchObject({ failure: { kind: 'refused' } });
  });

  it('ends one that takes too long, with what it started, and gives it time to tidy up', async () => {
    const slow = client(`trap 'echo bye > bye; kill $!; exit' TERM; echo $$ > pid; sleep 60 & wait`);
    const asked = askClient({ ...question, timeoutMs: 700 }, slow);
    expect(await asked).toMatchObject({ failure: { kind: 'timed-out' } });
    await until('it said goodbye', () => existsSync(join(slow.cwd, 'bye')));
  });
});

/** A script that writes an entry under its own number, as the client does, and ends without taking it away. */
function leave(entry: string): string {
  return `mkdir -p sessions; echo $$ > pid; printf '%s' '${entry}' > sessions/$$.json; echo '{"result":"Fox","is_error":false}'`;
}

/** A client whose registry stands in its own directory. */
function inside<T extends AskedClient>(asked: T): T {
  return { ...asked, env: { ...asked.env, CLAUDE_CONFIG_DIR: asked.cwd } };
}

function entries({ cwd }: AskedClient): readonly string[] {
  return readdirSync(join(cwd, 'sessions'));
}

describe('what an asked client leaves in the registry of clients', () => {
  it.each([
    ['its entry', '{"pid":1,"entrypoint":"sdk-cli"}'],
    ['an entry that it had just begun', ''],
    ['half an entry', '{"pid":1,"entry'],
  ])('goes with it: %s', async (_, entry) => {
    const asked = inside(client(leave(entry)));
    expect(await askClient(question, asked)).toEqual({ ok: true, value: 'Fox' });
    expect(entries(asked)).toEqual([]);
  });

  it('goes with it in its home, where it has no other directory', async () => {
    const asked = client(`mkdir .claude; cd .claude; ${leave('{"entrypoint":"sdk-cli"}')}`);
    await askClient(question, { ...asked, env: { ...asked.env, HOME: asked.cwd } });
    expect(readdirSync(join(asked.cwd, '.claude/sessions'))).toEqual([]);
  });

  it('goes with one that was ended at its deadline and had no time for it', async () => {
    const asked = inside(client(`${leave('{"entrypoint":"sdk-cli"}')}; trap '' TERM; sleep 60`));
    expect(await askClient({ ...question, timeoutMs: 500 }, asked)).toMatchObject({
      failure: { kind: 'timed-out' },
    });
    await until('its entry is gone', () => entries(asked).length === 0);
  });

  it('stays where it is a session of the user’s, or another client’s', async () => {
    const asked = inside(
      client(`${leave('{"pid":1,"entrypoint":"cli"}')}; echo '{"entrypoint":"sdk-cli"}' > sessions/1.json`),
    );
    await askClient(question, asked);
    const pid = readFileSync(join(asked.cwd, 'pid'), 'utf8').trim();
    expect([...entries(asked)].sort()).toEqual(['1.json', `${pid}.json`].sort());
  });
});

describe('what the client printed', () => {
  it.each([
    ['an answer', '{"result":"Fox","is_error":false}', { ok: true, value: 'Fox' }],
    [
      'an error',
      '{"result":"Invalid API key","is_error":true}',
      { ok: false, failure: { kind: 'refused', says: 'Invalid API key' } },
    ],
    ['nothing', '', { ok: false, failure: { kind: 'refused', says: '' } }],
    ['words', 'Please log in', { ok: false, failure: { kind: 'refused', says: 'Please log in' } }],
  ])('is read: %s', (_, printed, result) => {
    expect(readPrinted(printed)).toEqual(result);
  });
});

describe('the environment of an asked client', () => {
  it('has the login, and nothing of a session, of tmux or of a pane', () => {
    const env = printEnvironment(
      {
        HOME: '/home/dev',
        CLAUDE_CODE_USE_BEDROCK: '1',
        TMUX: 'a',
        TMUX_PANE: '%1',
        CLAUDECODE: '1',
        CLAUDE_CODE_SESSION_ID: 'b',
        CLAUDE_CODE_ENTRYPOINT: 'cli',
        CLAUDE_CONFIG_DIR: '/elsewhere',
        GITHUB_TOKEN: 'secret',
      },
      '/conf',
    );
    expect(env).toEqual({
      HOME: '/home/dev',
      CLAUDE_CODE_USE_BEDROCK: '1',
      CLAUDE_CONFIG_DIR: '/conf',
      STATUSLINE_NAMER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
    });
  });

  it.each([
    ['approved', '{"customApiKeyResponses":{"approved":["67890123456789abcdef"],"rejected":[]}}', true],
    ['turned down', '{"customApiKeyResponses":{"approved":[],"rejected":["67890123456789abcdef"]}}', false],
    ['never asked about', '{}', false],
    ['in no file', null, false],
  ])('has a key that is set only where it is approved: %s', (_, json, isApproved) => {
    expect(isKeyApproved(json, 'sk-1234567890123456789abcdef')).toBe(isApproved);
  });
});
