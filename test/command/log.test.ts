import { expect, it } from 'vitest';
import { log } from '../../src/command/log.ts';
import { FakeMachine } from '../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

class Interrupted extends Error {}

it('log -f shows what comes, once, and reads the journal through only when something came', async () => {
  const machine = new FakeMachine();
  const pane = await machine.openPane('main', 'bash');
  const client = machine.startClient(pane.pid);
  const hook = (event: string, fields: object): Promise<unknown> =>
    machine.asClient(
      client,
      ['hook', event],
      JSON.stringify({ session_id: id, hook_event_name: event, ...fields }),
    );
  await hook('SessionStart', { source: 'startup' });

  // While the journal is followed: a prompt, then nothing, then the user has seen enough.
  const meanwhile = [
    () => hook('UserPromptSubmit', { prompt: 'give the parser spans', prompt_id: 'p' }),
    () => Promise.resolve(),
    () => Promise.reject(new Interrupted()),
  ];
  let readings = 0;
  let shown = '';
  const followed = machine.inWorld(['log', '-f'], (world) =>
    log(
      {
        ...world,
        output: { out: (text) => void (shown += text), err: () => undefined },
        clock: { ...world.clock, sleep: async () => void (await meanwhile.shift()?.()) },
        ledger: {
          ...world.ledger,
          records: () => {
            readings += 1;
            return world.ledger.records();
          },
        },
      },
      { follow: true, json: false },
    ),
  );
  await expect(followed).rejects.toThrow(Interrupted);
  expect(shown.match(/ prompted /g)).toHaveLength(1);
  expect(shown.match(/ startup,/g)).toHaveLength(1);
  expect(readings).toBe(2);
});
