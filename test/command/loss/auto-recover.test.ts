import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/command/dispatch.ts';
import { markTold } from '../../../src/command/loss/told.ts';
import { failed, ok } from '../../../src/text/result.ts';
import type { Tmux, TmuxCommand } from '../../../src/tmux/tmux.ts';
import { FakeMachine, type Said } from '../../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
const quiet: Said = { code: 0, out: '', err: '' };

interface Theatre {
  readonly machine: FakeMachine;
  /** What was shown on terminals: popups and lines. */
  readonly shown: TmuxCommand[];
  /** Somebody attaches now. */
  readonly attach: (...flags: readonly string[]) => Promise<Said>;
}

interface Setting {
  readonly way?: string;
  /** Popups came with tmux 3.2. */
  readonly hasPopups?: boolean;
  /** What tmux shows a popup for while it is open. */
  readonly whileOpen?: (theatre: Theatre) => Promise<void>;
}

/** A session that crashed in `main`, a server that lives on, and terminals that the fake tmux has not. */
async function theatre(setting: Setting = {}): Promise<Theatre> {
  const machine = new FakeMachine();
  machine.file('/home/dev/proj/README.md', '');
  await machine.run(['setup', '--yes', '--auto-recover', setting.way ?? 'ask']);
  const pane = await machine.openPane('main', 'desk');
  const client = machine.startClient(pane.pid);
  const input = { session_id: id, cwd: '/home/dev/proj', source: 'startup' };
  await machine.asClient(client, ['hook', 'SessionStart'], JSON.stringify(input), {
    CLAUDE_PROJECT_DIR: '/home/dev/proj',
  });
  machine.processes.kill(client);
  const shown: TmuxCommand[] = [];
  const tmux = withTerminals(machine, shown, setting, () => self);
  const attach: Theatre['attach'] = (...flags) => {
    const words = ['auto-recover', '--socket', machine.socketPath, '--client', '/dev/pts/7', ...flags];
    return machine.inWorld(words, (world) => dispatch({ ...world, tmux }));
  };
  const self: Theatre = { machine, shown, attach };
  return self;
}

const oneClient = 'client|/dev/pts/7|/dev/pts/7|\\$0|1000|1000|0|0|1800000001|120|40|1700000000&\n';

function withTerminals(
  machine: FakeMachine,
  shown: TmuxCommand[],
  setting: Setting,
  self: () => Theatre,
): Tmux {
  return {
    sockets: () => machine.tmux.sockets(),
    defaultSocket: () => machine.tmux.defaultSocket(),
    version: () => machine.tmux.version(),
    run: async (socketPath, commands, options) => {
      const [first = ['']] = commands;
      const name = first[0] === 'display-message' && first[1] !== '-c' ? 'ask' : first[0];
      switch (name) {
        case 'list-clients':
          return ok(oneClient);
        case 'display-popup':
          if (setting.hasPopups === false) {
            return failed({ kind: 'refused', socketPath, message: 'unknown command: display-popup' });
          }
          shown.push(first);
          await setting.whileOpen?.(self());
          return ok('');
        case 'display-message':
          shown.push(first);
          return ok('');
        default:
          return machine.tmux.run(socketPath, commands, options);
      }
    },
  };
}

/** The picker that a popup shows, on its terminal: left as soon as it is seen. */
async function showPicker({ machine }: Theatre): Promise<void> {
  await machine.inWorld(['recover'], async (world) => {
    markTold(world, 'attach', world.ledger.read().state);
    return 0;
  });
}

describe('whoever attaches after a loss', () => {
  it('is asked in a popup that runs the picker, on the right terminal', async () => {
    const { shown, attach, machine } = await theatre();
    expect(await attach()).toEqual(quiet);
    const popup = 'display-popup -EE -c /dev/pts/7 -t $0: -w 90% -h 90%';
    const picker = `env STATUSLINE_INSTANCES_DIR=${machine.instances} /usr/bin/node /opt/statusline/dist/statusline.js recover`;
    expect(shown).toEqual([`${popup} ${picker}`.split(' ')]);
  });

  it('is asked once, and again after the next loss', async () => {
    const { shown, attach, machine } = await theatre({ whileOpen: showPicker });
    await attach();
    await attach();
    expect(shown).toHaveLength(1);
    const pane = await machine.openPane('play', 'desk');
    const input = { session_id: id.replace('7', '8'), cwd: '/home/dev/proj', source: 'startup' };
    const client = machine.startClient(pane.pid);
    await machine.asClient(client, ['hook', 'SessionStart'], JSON.stringify(input));
    machine.processes.kill(client);
    await attach();
    expect(shown).toHaveLength(2);
  });

  it('is asked at the next attach where the popup did not open', async () => {
    const { shown, attach } = await theatre();
    await attach();
    await attach();
    expect(shown).toHaveLength(2);
  });

  it('is told by a line where tmux has no popups, once', async () => {
    const { shown, attach } = await theatre({ hasPopups: false });
    await attach();
    await attach();
    expect(shown).toEqual([
      ['display-message', '-c', '/dev/pts/7', '1 lost session can come back: statusline recover'],
    ]);
  });

  it('is left alone where nothing that is lost could come back', async () => {
    const { shown, attach, machine } = await theatre();
    machine.forget('/home/dev/proj/README.md');
    await attach();
    await attach('--notice');
    expect(shown).toEqual([]);
    await attach('--asked');
    expect(shown).toEqual([['display-message', '-c', '/dev/pts/7', 'Nothing is lost that could come back.']]);
  });

  it('is left alone by `off`, and told by a line where the tmux file asks for one', async () => {
    const { shown, attach } = await theatre({ way: 'off' });
    await attach();
    expect(shown).toEqual([]);
    await attach('--notice');
    await attach('--notice');
    expect(shown.map(([name]) => name)).toEqual(['display-message']);
  });

  it('is left alone once somebody has run a recovery', async () => {
    const { shown, attach, machine } = await theatre();
    await machine.run(['recover', 'all', '--lazy']);
    await attach();
    expect(shown).toEqual([]);
  });

  it('finds, by `lazy`, the session waiting in its pane, and is told so once', async () => {
    const { shown, attach, machine } = await theatre({ way: 'lazy' });
    expect(await attach()).toEqual(quiet);
    await attach();
    expect(shown).toEqual([
      ['display-message', '-c', '/dev/pts/7', '1 lost session waits in its pane: Enter resumes'],
    ]);
    expect(machine.session(1).recovery?.result).toBe('offered');
  });

  it('by a key is asked whenever they like, and whatever is configured', async () => {
    const { shown, attach } = await theatre({ way: 'off', whileOpen: showPicker });
    await attach('--asked');
    await attach('--asked');
    expect(shown.map(([name]) => name)).toEqual(['display-popup', 'display-popup']);
  });
});

async function startAnother(machine: FakeMachine, source: string): Promise<void> {
  const pane = await machine.openPane('fresh', 'desk');
  const input = { session_id: id.replace('7', '9'), cwd: '/home/dev/proj', source };
  await machine.asClient(machine.startClient(pane.pid), ['hook', 'SessionStart'], JSON.stringify(input));
}

describe('a session that starts while others are lost', () => {
  const call = ['auto-recover', '--socket', '/tmp/tmux-1000/default'];

  it.each([
    ['lets whoever sits there be asked', 'ask', 'startup', [call]],
    ['resumed by hand, too', 'ask', 'resume', [call]],
    ['says nothing after /clear', 'ask', 'clear', []],
    ['says nothing where nobody wants it', 'off', 'startup', []],
  ])('%s', async (_, way, source, started) => {
    const { machine } = await theatre({ way });
    await startAnother(machine, source);
    expect(machine.started).toEqual(started);
  });

  it('says nothing once they were told', async () => {
    const { machine, attach } = await theatre({ whileOpen: showPicker });
    await attach();
    await startAnother(machine, 'startup');
    expect(machine.started).toEqual([]);
  });
});
