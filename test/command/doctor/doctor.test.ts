import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spokenLine } from '../../fakes/client-files.ts';
import { FakeMachine, type Said } from '../../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
const settingsPath = '/home/dev/.claude/settings.json';
const launcher = '/opt/statusline/bin/statusline';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly says: string;
    readonly remedy: string | null;
  }[];
  readonly repairs: readonly { readonly kind: string; readonly says: string; readonly done: boolean }[];
}

interface Patient {
  readonly machine: FakeMachine;
  readonly client: number;
  /** The client's own file. */
  readonly transcript: string;
  readonly examine: (...flags: readonly string[]) => Promise<Report>;
}

/** A machine on which everything is as it should be, with one session that was prompted once. */
async function patient(): Promise<Patient> {
  const machine = new FakeMachine();
  machine.disk.put(launcher, { mode: 0o755 });
  machine.disk.put('/usr/bin/perl', { mode: 0o755 });
  machine.file('/home/dev/proj/README.md', '');
  const env = { PATH: '/usr/local/bin:/usr/bin' };
  await machine.run(['setup', '--yes'], { env });
  // The stable path is run from the shell: it is a real file there.
  const shim = join(machine.instances, 'bin/statusline');
  const put = machine.settings.read(shim);
  mkdirSync(dirname(shim), { mode: 0o700 });
  writeFileSync(shim, put.ok ? (put.value ?? '') : '', { mode: 0o700 });
  const read = machine.settings.read(settingsPath);
  const settings: object = JSON.parse(read.ok ? (read.value ?? '') : '');
  machine.settings.put(
    settingsPath,
    JSON.stringify({ ...settings, enabledPlugins: { 'statusline@statusline': true } }),
    0o600,
  );

  const pane = await machine.openPane('main', 'desk');
  const client = machine.startClient(pane.pid);
  const transcript = join(machine.instances, 'journal', `${id}.jsonl`);
  mkdirSync(dirname(transcript), { mode: 0o700 });
  writeFileSync(transcript, spokenLine, { mode: 0o600 });
  machine.file(transcript, spokenLine);
  const say = (event: string, fields: object): Promise<Said> => {
    const input = { session_id: id, cwd: '/home/dev/proj', transcript_path: transcript, ...fields };
    return machine.asClient(client, ['hook', event], JSON.stringify(input), {
      CLAUDE_PROJECT_DIR: '/home/dev/proj',
    });
  };
  await say('SessionStart', { source: 'startup' });
  await say('UserPromptSubmit', { prompt: 'hello' });
  await say('Stop', {});
  return {
    machine,
    client,
    transcript,
    examine: async (...flags) => {
      const said = await machine.run(['doctor', '--json', ...flags], { env });
      expect(said.err).toBe('');
      const report: Report = JSON.parse(said.out) as never;
      expect(said.code).toBe(report.ok ? 0 : 1);
      return report;
    },
  };
}

function complaints({ checks }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(
    checks.filter(({ verdict }) => verdict !== 'ok').map(({ id: check, verdict }) => [check, verdict]),
  );
}

describe('doctor', () => {
  it('has nothing to say against a machine on which all is well', async () => {
    const { examine } = await patient();
    const report = await examine();
    expect(complaints(report)).toEqual({});
    expect(report.checks.map((check) => check.id)).toEqual(
      expect.arrayContaining(['program', 'journal', 'views', 'plugin', 'protection', 'transcripts', 'tmux']),
    );
  });

  it('speaks one line a check, problems first, and names the cure', async () => {
    const { machine } = await patient();
    machine.settings.put(settingsPath, '[]', 0o600);
    const said = await machine.run(['doctor'], { env: { PATH: '/usr/bin' } });
    const lines = said.out.trimEnd().split('\n');
    expect(said).toMatchObject({ code: 1, err: '' });
    expect(lines[0]).toBe(
      `problem   ~/.claude/settings.json holds no JSON object, so the client uses none of it  →  \${EDITOR:-vi} ${settingsPath}`,
    );
    expect(lines.at(-1)).toBe('1 problem.');
  });

  it('leaves nothing behind on a machine that nobody has used', async () => {
    const machine = new FakeMachine();
    rmSync(machine.instances, { recursive: true });
    const said = await machine.run(['doctor', '--repair']);
    expect(said).toMatchObject({ code: 1, err: '' });
    expect(existsSync(machine.instances)).toBe(false);
  });

  it('counts the lost as waiting, not as a problem', async () => {
    const { machine, client, examine } = await patient();
    machine.processes.kill(client);
    expect(complaints(await examine())).toEqual({ lost: 'note' });
  });

  it('says which live session no hook has told of, and how to cure it', async () => {
    const { machine, examine } = await patient();
    const pane = await machine.openPane('other', 'desk');
    const render = {
      session_id: '7d2119a5-c713-4389-8c62-68ff4e7037ce',
      workspace: { project_dir: '/home/dev/proj' },
    };
    await machine.asClient(machine.startClient(pane.pid), ['render'], JSON.stringify(render));
    const { checks } = await examine();
    expect(checks.find(({ verdict }) => verdict === 'warning')).toMatchObject({
      id: 'protection-hook-missing',
      remedy: 'cd /home/dev/proj && claude --resume 7d2119a5-c713-4389-8c62-68ff4e7037ce',
    });
  });

  it.each<readonly [string, (scene: Patient) => void, Readonly<Record<string, string>>]>([
    [
      'a directory that nothing can be written to',
      ({ machine }) => machine.disk.refuse(machine.instances, 'ENOSPC'),
      { 'registry-writable': 'problem', 'protection-journal-unwritable': 'warning' },
    ],
    [
      'a directory in memory',
      ({ machine }) => machine.disk.keepOn({ kind: 'memory', name: 'tmpfs', freeBytes: 1e12 }),
      { 'registry-disk': 'problem' },
    ],
    [
      'a damaged record',
      ({ machine }) =>
        writeFileSync(join(machine.instances, 'statusline.jsonl'), '\n{"half\n', { flag: 'a' }),
      { 'journal-damage': 'note' },
    ],
    [
      'a project directory that is gone',
      ({ machine }) => machine.forget('/home/dev/proj/README.md'),
      { 'protection-directory-gone': 'warning' },
    ],
    [
      'hooks that are switched off',
      ({ machine }) =>
        machine.disk.put('/etc/claude-code/managed-settings.json', { text: '{"disableAllHooks":true}' }),
      { 'hooks-disabled': 'problem' },
    ],
    [
      'a configuration that is not understood',
      ({ machine }) =>
        void machine.settings.put(join(machine.instances, 'config.json'), '{"theme":"rainbow"}', 0o600),
      { configuration: 'warning' },
    ],
    [
      'a launcher that is gone',
      ({ machine }) => void machine.disk.remove(launcher),
      { 'stable-path': 'problem' },
    ],
    [
      'a tmux server that does not answer',
      ({ machine }) => machine.tmux.wedge(machine.socketPath),
      { 'tmux-silent': 'warning' },
    ],
  ])('finds %s', async (_, happen, expected) => {
    const scene = await patient();
    happen(scene);
    expect(complaints(await scene.examine())).toEqual(expected);
  });
});

describe('doctor --repair', () => {
  it('has nothing to do where all is well, and says so', async () => {
    const { machine, examine } = await patient();
    expect((await examine('--repair')).repairs).toEqual([]);
    expect((await machine.run(['doctor', '--repair'])).out).toMatch(/^Nothing to repair\.\n/);
  });

  it('bars other users’ way, and touches nothing else about the modes', async () => {
    const { machine, examine } = await patient();
    const counts = join(machine.instances, 'counts');
    chmodSync(machine.instances, 0o755);
    chmodSync(join(counts, `${id}.txt`), 0o644);
    expect(complaints(await examine())).toEqual({ 'registry-modes': 'warning' });
    const { repairs, checks } = await examine('--repair');
    expect(repairs.map(({ kind, done }) => [kind, done])).toEqual([
      ['bar-others', true],
      ['bar-others', true],
    ]);
    expect(checks.find((check) => check.id === 'registry-modes')?.verdict).toBe('ok');
    expect(statSync(machine.instances).mode & 0o777).toBe(0o700);
    expect(statSync(join(counts, `${id}.txt`)).mode & 0o777).toBe(0o600);
  });

  it('takes away what killed processes have left, but nothing that is young', async () => {
    const { machine, examine } = await patient();
    const [old, young] = ['.setup.json.0123456789ab', '.setup.json.ba9876543210'].map((name) =>
      join(machine.instances, name),
    );
    for (const path of [old ?? '', young ?? '']) writeFileSync(path, '', { mode: 0o600 });
    // The machine's clock stands in 2027.
    utimesSync(young ?? '', 1_800_000_000, 1_800_000_000);
    expect((await examine('--repair')).repairs).toMatchObject([{ kind: 'remove-leftover', done: true }]);
    expect([existsSync(old ?? ''), existsSync(young ?? '')]).toEqual([false, true]);
  });

  it('insures what was not', async () => {
    const { machine, transcript, examine } = await patient();
    const copy = join(machine.instances, 'transcripts', `${id}.jsonl`);
    rmSync(copy);
    expect(complaints(await examine())).toEqual({ transcripts: 'warning' });
    expect((await examine('--repair')).repairs).toMatchObject([{ kind: 'insure', done: true }]);
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(transcript, 'utf8'));
  });

  it('never edits a file of the user’s', async () => {
    const { machine, examine } = await patient();
    const before = '{"statusLine":{"type":"command","command":"npx other"},"disableAllHooks":true}';
    machine.settings.put(settingsPath, before, 0o600);
    await examine('--repair');
    expect(machine.settings.read(settingsPath)).toEqual({ ok: true, value: before });
  });

  it('says what it could not do', async () => {
    const { machine, examine } = await patient();
    machine.settings.remove(join(machine.instances, 'bin/statusline'));
    machine.disk.remove(launcher);
    expect((await examine('--repair')).repairs).toMatchObject([{ kind: 'renew-stable-path', done: false }]);
  });
});
