import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/command/dispatch.ts';
import { FakeMachine, type Said } from '../../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
const other = '7d2119a5-c713-4389-8c62-68ff4e7037ce';

async function start(machine: FakeMachine, session: string, tmuxSession: string): Promise<number> {
  const pane = await machine.openPane(tmuxSession, 'desk');
  const client = machine.startClient(pane.pid);
  const input = { session_id: session, cwd: '/home/dev/proj', source: 'startup' };
  await machine.asClient(client, ['hook', 'SessionStart'], JSON.stringify(input));
  return client;
}

/** A shell that is being opened on a terminal. */
function openShell(machine: FakeMachine): Promise<Said> {
  return machine.inWorld(['notice', '--shell'], (world) =>
    dispatch({ ...world, request: { ...world.request, isStdoutTerminal: true } }),
  );
}

function broken(): never {
  throw new Error('broken');
}

const quiet: Said = { code: 0, out: '', err: '' };

describe('a new shell', () => {
  it('says nothing where nothing is lost, or nothing is known', async () => {
    const machine = new FakeMachine();
    expect(await openShell(machine)).toEqual(quiet);
    await start(machine, id, 'main');
    expect(await openShell(machine)).toEqual(quiet);
  });

  it('says in one line what was lost and how it comes back, and says it once', async () => {
    const machine = new FakeMachine();
    await start(machine, id, 'main');
    machine.processes.reboot();
    expect(await openShell(machine)).toEqual({
      code: 0,
      out: 'Lost: proj (C1). It comes back with: statusline recover\n',
      err: '',
    });
    expect(await openShell(machine)).toEqual(quiet);
  });

  it('speaks again at the next loss', async () => {
    const machine = new FakeMachine();
    machine.processes.kill(await start(machine, id, 'main'));
    await openShell(machine);
    machine.processes.kill(await start(machine, other, 'play'));
    expect((await openShell(machine)).out).toBe(
      'Lost: proj (C1), proj (C2). They come back with: statusline recover\n',
    );
  });

  it('says nothing where its output is no terminal, as for scp', async () => {
    const machine = new FakeMachine();
    machine.processes.kill(await start(machine, id, 'main'));
    expect(await machine.run(['notice', '--shell'])).toEqual(quiet);
  });

  it('starts in silence whatever is wrong with us', async () => {
    const machine = new FakeMachine();
    const said = await machine.inWorld(['notice', '--shell'], (world) =>
      dispatch({
        ...world,
        ledger: { ...world.ledger, read: broken },
        request: { ...world.request, isStdoutTerminal: true },
      }),
    );
    expect(said).toEqual(quiet);
  });
});

describe('notice', () => {
  it('tells whoever asks, as often as they ask', async () => {
    const machine = new FakeMachine();
    expect((await machine.run(['notice'])).out).toBe('Nothing is lost.\n');
    machine.processes.kill(await start(machine, id, 'main'));
    const said = await machine.run(['notice']);
    expect(await machine.run(['notice'])).toEqual(said);
    expect(said.out).toBe('Lost: proj (C1). It comes back with: statusline recover\n');
  });

  it('tells scripts which sessions were lost, and why', async () => {
    const machine = new FakeMachine();
    machine.processes.kill(await start(machine, id, 'main'));
    const { out } = await machine.run(['notice', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      lost: [{ session_id: id, process_number: 1, name: 'proj', reason: 'crashed' }],
    });
  });
});

describe('the line of another session', () => {
  it('tells of a loss while it is news', async () => {
    const machine = new FakeMachine();
    machine.processes.kill(await start(machine, id, 'main'));
    await machine.run(['list']);
    const client = await start(machine, other, 'play');
    const render = (): Promise<Said> =>
      machine.asClient(client, ['render'], JSON.stringify({ session_id: other }));
    expect((await render()).out).toContain('1 lost session can come back: statusline recover');
    machine.pass(10 * 60_000);
    expect((await render()).out).not.toContain('lost');
  });
});
