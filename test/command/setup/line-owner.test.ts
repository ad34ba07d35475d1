import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeMachine } from '../../fakes/machine.ts';

const settingsPath = '/home/dev/.claude/settings.json';
const dayMs = 24 * 3_600_000;
let sessions = 0;

/** A machine where setup has put the line into these settings. */
function setUp(): FakeMachine {
  const machine = new FakeMachine();
  const entry = { before: { kind: 'no-file' }, replaced: null, backup: null };
  const record = JSON.stringify({ v: 1, settings: { [settingsPath]: entry } });
  machine.settings.put(join(machine.instances, 'setup.json'), record, 0o600);
  machine.settings.put(settingsPath, line('~/.claude/instances/bin/statusline render'), 0o600);
  return machine;
}

function line(command: string): string {
  return JSON.stringify({ statusLine: { type: 'command', command } });
}

/** What the user is told at the start of another session; null for not a word. */
async function told(machine: FakeMachine, fields: object = {}): Promise<string | null> {
  sessions += 1;
  const session = `763984d1-222d-4a68-bae8-${String(sessions).padStart(12, '0')}`;
  const pane = await machine.openPane(`s${sessions}`, 'desk');
  const input = { session_id: session, cwd: '/home/dev', hook_event_name: 'SessionStart', source: 'startup' };
  const stdin = JSON.stringify({ ...input, ...fields });
  const said = await machine.asClient(machine.startClient(pane.pid), ['hook', 'SessionStart'], stdin);
  expect(said).toMatchObject({ code: 0, err: '' });
  if (said.out === '') return null;
  const answer = JSON.parse(said.out) as { readonly systemMessage?: string };
  // For the user alone: nothing that the client would hand to the model.
  expect(JSON.stringify(answer)).not.toContain('additionalContext');
  return answer.systemMessage ?? null;
}

describe('a session that starts', () => {
  it('says nothing while the line is ours', async () => {
    const machine = setUp();
    expect(await told(machine)).toBeNull();
    machine.settings.put(settingsPath, line('/opt/plugin/bin/statusline render'), 0o600);
    expect(await told(machine)).toBeNull();
  });

  it.each([
    ['another line', line('npx ccstatusline'), 'has another status line now (npx ccstatusline)'],
    ['a hostile line', line('npx \u001b]52;c;eA==\u0007evil'), 'has another status line now (npx evil)'],
    [
      'a line of another kind',
      '{"statusLine":{"type":"static"}}',
      'has another status line now ({"type":"static"})',
    ],
    ['no line', '{"theme":"dark"}', 'has no status line any more'],
    ['a line that is null', '{"statusLine":null}', 'has no status line any more'],
    ['nothing in its settings', '', 'has no status line any more'],
  ])('tells the user once of %s', async (_, settings, words) => {
    const machine = setUp();
    machine.settings.put(settingsPath, settings, 0o600);
    expect(await told(machine)).toContain(`statusline: ~/.claude/settings.json ${words}`);
    expect(await told(machine)).toBeNull();
    machine.pass(30 * dayMs);
    expect(await told(machine)).toBeNull();
  });

  it('tells of each change, and not of its return', async () => {
    const machine = setUp();
    machine.settings.remove(settingsPath);
    expect(await told(machine)).toContain('no status line any more');
    machine.settings.put(settingsPath, line('npx other'), 0o600);
    expect(await told(machine)).toContain('npx other');
    machine.settings.put(settingsPath, line('~/.claude/instances/bin/statusline render'), 0o600);
    expect(await told(machine)).toBeNull();
    machine.settings.put(settingsPath, line('npx other'), 0o600);
    expect(await told(machine)).toContain('npx other');
  });

  it('says nothing where nobody has set the line up', async () => {
    const machine = new FakeMachine();
    machine.settings.put(settingsPath, line('npx other'), 0o600);
    expect(await told(machine)).toBeNull();
  });

  it('says nothing of settings that do not parse', async () => {
    const machine = setUp();
    machine.settings.put(settingsPath, '{"statusLine"', 0o600);
    expect(await told(machine)).toBeNull();
  });

  it.each(['clear', 'compact'])('says nothing after a %s', async (source) => {
    const machine = setUp();
    machine.settings.remove(settingsPath);
    expect(await told(machine, { source })).toBeNull();
    expect(await told(machine)).not.toBeNull();
  });

  it('keeps its word for a session with a user before it', async () => {
    const machine = setUp();
    machine.settings.remove(settingsPath);
    expect(await told(machine, { agent_id: 'a1' })).toBeNull();
    expect(await told(machine)).not.toBeNull();
  });
});
