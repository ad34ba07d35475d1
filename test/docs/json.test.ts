import { beforeEach, describe, expect, test } from 'vitest';
import { FakeMachine } from '../fakes/machine.ts';
import { calls, differences, samples } from './samples.ts';

function idOf(number: number): string {
  return `763984d1-222d-4a68-bae8-${String(number).padStart(12, '0')}`;
}

const project = '/home/dev/shop';

/** C7 as the page's samples have it lives; C1 is lost and can come back, C2 is lost and cannot. */
async function settle(machine: FakeMachine): Promise<void> {
  machine.file(`${project}/README.md`, '');
  for (const number of [1, 2, 3]) {
    const { pid } = await machine.openPane(`work${number}`, 'desk');
    const client = machine.startClient(pid, ['claude', '--model', 'opus']);
    const report = { session_id: idOf(number), cwd: project };
    const say = (event: string, more: object): Promise<unknown> =>
      machine.asClient(client, ['hook', event], JSON.stringify({ ...report, ...more }), {
        CLAUDE_PROJECT_DIR: project,
        ...(number === 1 && { CLAUDE_CONFIG_DIR: '/home/dev/.other' }),
      });
    await say('SessionStart', {
      source: 'startup',
      transcript_path: '/home/dev/x.jsonl',
      permission_mode: 'plan',
    });
    if (number > 1) await say('UserPromptSubmit', { prompt: 'why does the cart lose items' });
    await machine.asClient(
      client,
      ['render'],
      JSON.stringify({ ...report, model: { id: 'o', display_name: 'Opus' } }),
    );
    if (number === 3) continue;
    await say('SessionEnd', { reason: 'other' });
    machine.processes.kill(client);
  }
  await machine.run(['rename', '--session', 'C3', 'Archaeologist']);
}

let machine: FakeMachine;
beforeEach(async () => {
  machine = new FakeMachine();
  await settle(machine);
});

/** What a call of the page prints here, where its C7 is called C3. */
async function printed(call: string): Promise<unknown> {
  const words = call.split(' ').slice(1);
  const subject = words[0] === 'why' ? 'C1' : 'C3';
  const { out } = await machine.run(words.map((word) => (word === 'C7' ? subject : word)));
  return JSON.parse(out);
}

/** Calls that need something of their own first. */
const before: Readonly<Record<string, () => void | Promise<unknown>>> = {
  'statusline name C7 --json': () => {
    machine.model.answers({
      name: 'Fox',
      task: 'a task',
      description: 'a description',
      summary: 'a summary',
    });
  },
  'statusline config import settings.json --json': () => {
    machine.settings.put(
      'settings.json',
      '{"lines": [[{"type": "model"}, {"type": "nobody-knows"}]]}',
      0o600,
    );
  },
  'statusline drill --json': () => machine.openPane('without', 'client'),
};

/** What no machine of the tests' serves: see test/monitor/resident.test.ts, and a sample that is no JSON. */
const elsewhere = new Set(['statusline monitor status --json', 'statusline log --json']);

describe('docs/json.md', () => {
  test.each([...samples].filter(([call]) => !elsewhere.has(call)))(
    'says what `%s` prints',
    async (call, sample) => {
      await before[call]?.();
      expect(differences(sample, await printed(call))).toEqual([]);
    },
  );

  test('says of `show` that it prints what `list` does', async () => {
    const [, second] = (await printed('statusline list --json')) as readonly unknown[];
    expect(await printed('statusline show C2 --json')).toEqual(second);
  });

  test('says of `log` that it prints records, one a line', async () => {
    const { out } = await machine.run(['log', '--json']);
    for (const line of out.trimEnd().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({
        v: 1,
        id: expect.any(String),
        event: { kind: expect.any(String) },
      });
    }
  });

  test('has a section for every command', () => {
    const commands = calls.map((call) => call.split(' ')[1]);
    expect(new Set(commands)).toEqual(
      new Set(
        `list show resolve why rename name recover drill notice layout log doctor monitor setup uninstall preview
        explain config`.split(/\s+/),
      ),
    );
  });
});
