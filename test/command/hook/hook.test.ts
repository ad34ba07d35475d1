import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeMachine } from '../../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
const other = '7d2119a5-c713-4389-8c62-68ff4e7037ce';

function input(event: string, fields: object = {}, session: string = id): string {
  return JSON.stringify({ session_id: session, cwd: '/home/dev/proj', hook_event_name: event, ...fields });
}

async function withClient(): Promise<{
  readonly machine: FakeMachine;
  readonly paneId: string;
  readonly client: number;
}> {
  const machine = new FakeMachine();
  const pane = await machine.openPane('main', 'desk');
  const client = machine.startClient(pane.pid, ['claude', '--model', 'opus']);
  await machine.asClient(client, ['hook', 'SessionStart'], input('SessionStart', { source: 'startup' }));
  return { machine, paneId: pane.paneId, client };
}

describe('hooks', () => {
  it('register a session with its process, its flags and its pane, without TMUX in the environment', async () => {
    const { machine, paneId, client } = await withClient();
    const session = machine.session(1);
    expect(session).toMatchObject({
      id,
      isContinued: false,
      state: { kind: 'live', activity: 'idle' },
      process: { identity: { pid: client }, argv: ['claude', '--model', 'opus'] },
      place: { paneId, sessionName: 'main', windowName: 'desk' },
    });
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"session_id": "763984d1-'],
    ['an array', '[1, 2]'],
    ['no session id', '{"hook_event_name": "Stop"}'],
    ['a session id that is a path', '{"session_id": "../../etc/passwd", "hook_event_name": "Stop"}'],
    ['a megabyte of junk', 'x'.repeat(1_000_000)],
  ])('exit 0 and print nothing on %s', async (_, stdin) => {
    const machine = new FakeMachine();
    expect(await machine.run(['hook', 'Stop'], { stdin })).toEqual({ code: 0, out: '', err: '' });
  });

  it('follow a turn: working at the prompt, waiting at the question, idle at its end', async () => {
    const { machine, client } = await withClient();
    const say = (event: string, fields: object = {}): Promise<unknown> =>
      machine.asClient(client, ['hook', event], input(event, fields));
    await say('UserPromptSubmit', { prompt: 'mend the parser', prompt_id: 'p1' });
    expect(machine.session(1)).toMatchObject({
      state: { activity: 'working' },
      prompts: 1,
      lastPrompt: { excerpt: 'mend the parser' },
    });
    await say('Notification', {
      notification_type: 'permission_prompt',
      message: 'Claude needs your permission',
    });
    expect(machine.session(1).state).toMatchObject({
      activity: 'waiting',
      waitingFor: 'Claude needs your permission',
    });
    await say('Stop');
    expect(machine.session(1).state).toMatchObject({ activity: 'idle', waitingFor: null });
  });

  it('give later shell commands the id and the name of their session', async () => {
    const machine = new FakeMachine();
    const pane = await machine.openPane('main', 'desk');
    const client = machine.startClient(pane.pid);
    const env = { CLAUDE_ENV_FILE: join(machine.instances, 'env') };
    await machine.asClient(
      client,
      ['hook', 'SessionStart'],
      input('SessionStart', { source: 'startup' }),
      env,
    );
    expect(readFileSync(env.CLAUDE_ENV_FILE, 'utf8')).toBe(
      `export SESSION_ID='${id}'\nexport INSTANCE_NAME='proj'\n`,
    );
  });

  it('keep /clear apart: the old session is over, the new one runs in the same process', async () => {
    const { machine, client } = await withClient();
    await machine.asClient(client, ['hook', 'SessionEnd'], input('SessionEnd', { reason: 'clear' }));
    await machine.asClient(client, ['render'], input('', {}));
    await machine.asClient(
      client,
      ['hook', 'SessionStart'],
      input('SessionStart', { source: 'clear' }, other),
    );
    expect(machine.session(1).state).toMatchObject({ kind: 'ended', reason: 'cleared' });
    expect(machine.session(2)).toMatchObject({ id: other, state: { kind: 'live' } });
  });

  it('know a dying client without input by its environment', async () => {
    const { machine, client } = await withClient();
    await machine.asClient(client, ['hook', 'SessionEnd'], '', { CLAUDE_CODE_SESSION_ID: id });
    expect(machine.session(1)).toMatchObject({
      state: { kind: 'live' },
      farewell: { reason: 'unknown', pane: 'present' },
    });
  });
});

describe('a look', () => {
  it.each([
    ['crashed', 'lost', async (machine: FakeMachine, client: number) => void machine.processes.kill(client)],
    [
      'server-lost',
      'lost',
      async (machine: FakeMachine, client: number) => {
        machine.tmux.crash(machine.socketPath);
        machine.processes.kill(client);
      },
    ],
    ['rebooted', 'lost', async (machine: FakeMachine) => void machine.processes.reboot()],
    [
      'terminated',
      'lost',
      async (machine: FakeMachine, client: number) => {
        await machine.asClient(client, ['hook', 'SessionEnd'], input('SessionEnd', { reason: 'other' }));
        machine.processes.kill(client);
      },
    ],
    [
      'closed',
      'ended',
      async (machine: FakeMachine, client: number, paneId: string) => {
        await machine.openPane('another', 'keeps the server alive');
        machine.tmux.endPane(machine.socketPath, paneId);
        await machine.asClient(client, ['hook', 'SessionEnd'], input('SessionEnd', { reason: 'other' }));
        machine.processes.kill(client);
      },
    ],
  ] as const)('finds a death and calls it %s', async (reason, kind, happens) => {
    const { machine, client, paneId } = await withClient();
    await happens(machine, client, paneId);
    await machine.run(['list']);
    expect(machine.session(1).state).toMatchObject({ kind, reason });
  });

  it('concludes nothing while the process table cannot be read', async () => {
    const { machine, client } = await withClient();
    machine.processes.hide(client);
    await machine.run(['list']);
    expect(machine.session(1).state.kind).toBe('live');
  });

  it('concludes nothing while the tmux server does not answer', async () => {
    const { machine, client } = await withClient();
    machine.tmux.wedge(machine.socketPath);
    machine.processes.kill(client);
    await machine.run(['list']);
    expect(machine.session(1).state.kind).toBe('live');
  });
});

describe('recovering right after a tmux server died', () => {
  it('waits for the clients that are still ending, and then offers them', async () => {
    const { machine, client } = await withClient();
    machine.tmux.crash(machine.socketPath);
    machine.whenTimeHasPassed(400, () => machine.processes.kill(client));
    const listed = await machine.run(['recover', 'list', '--json']);
    expect(JSON.parse(listed.out)).toMatchObject([{ session_id: id, reason: 'server-lost' }]);
  });

  it('does not wait for ever for one that lives on, and does not call it dead', async () => {
    const { machine } = await withClient();
    machine.tmux.crash(machine.socketPath);
    const listed = await machine.run(['recover', 'list', '--json']);
    expect(JSON.parse(listed.out)).toEqual([]);
    expect(machine.session(1).state.kind).toBe('live');
  });
});
