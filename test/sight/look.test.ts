import { describe, expect, test } from 'vitest';
import { clientEntryJson } from '../fakes/client-files.ts';
import { FakeMachine } from '../fakes/machine.ts';

const known = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
const unheardOf = '7d2119a5-c713-4389-8c62-68ff4e7037ce';

/** A machine on which one client has reported, from a config directory of its own. */
async function withClient(configDir: string): Promise<FakeMachine> {
  const machine = new FakeMachine();
  const pane = await machine.openPane('main', 'one');
  const stdin = JSON.stringify({ session_id: known, cwd: '/home/dev', hook_event_name: 'SessionStart' });
  const env = { CLAUDE_CONFIG_DIR: configDir };
  await machine.asClient(machine.startClient(pane.pid), ['hook', 'SessionStart'], stdin, env);
  return machine;
}

/** A client that never reported, and its entry in the registry of a config directory; gives its pid. */
async function startSilently(machine: FakeMachine, configDir: string): Promise<number> {
  const pane = await machine.openPane('aside', 'two');
  const pid = machine.startClient(pane.pid);
  const procStart = machine.processes.row(pid)?.started ?? '';
  machine.file(
    `${configDir}/sessions/${pid}.json`,
    clientEntryJson({ pid, sessionId: unheardOf, procStart, cwd: '/home/dev/aside' }),
  );
  return pid;
}

async function listed(machine: FakeMachine): Promise<readonly string[]> {
  const { out } = await machine.run(['list', '--json']);
  const sessions: unknown = JSON.parse(out);
  return Array.isArray(sessions) ? sessions.map(({ session_id: id }) => String(id)) : [];
}

describe('a client that never reported', () => {
  test.each([
    ['the default config directory', '/home/dev/.claude', null],
    ['a config directory that a session is known to use', '/srv/claude-at-work', '/srv/claude-at-work'],
  ])('is found in %s, and known by it', async (_case, configDir, wanted) => {
    const machine = await withClient('/srv/claude-at-work');
    await startSilently(machine, configDir);
    expect(await listed(machine)).toEqual([known, unheardOf]);
    expect(machine.session(2)).toMatchObject({
      isContinued: true,
      projectDir: '/home/dev/aside',
      configDir: wanted,
    });
  });

  test('is found beside what another client of its pid left in another config directory', async () => {
    const machine = await withClient('/srv/claude-at-work');
    const pid = await startSilently(machine, '/home/dev/.claude');
    const left = { pid, sessionId: '11111111-c713-4389-8c62-68ff4e7037ce', procStart: '1' };
    machine.file(`/srv/claude-at-work/sessions/${pid}.json`, clientEntryJson(left));
    expect(await listed(machine)).toEqual([known, unheardOf]);
  });

  test('is not looked for where no session is known to have its config directory', async () => {
    const machine = await withClient('/srv/claude-at-work');
    await startSilently(machine, '/srv/elsewhere');
    expect(await listed(machine)).toEqual([known]);
  });
});
