import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeMachine } from '../fakes/machine.ts';

const first = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
const second = '7d2119a5-c713-4389-8c62-68ff4e7037ce';

/** A machine on which the earlier plugin has left these files. */
function leftBehind(files: Readonly<Record<string, string>>): FakeMachine {
  const machine = new FakeMachine();
  for (const [name, text] of Object.entries(files)) {
    machine.settings.put(join(machine.instances, name), text, 0o600);
  }
  return machine;
}

describe('the first use after the earlier plugin', () => {
  it('takes over names, numbers, tasks and counts, and goes on counting behind them', async () => {
    const machine = leftBehind({
      'registry.json': JSON.stringify({
        [first]: {
          name: 'Archaeologist',
          task: 'dig',
          process_number: 4,
          status: 'active',
          auto_named: true,
          cwd: '/home/dev/proj',
          created: '2026-11-01T10:00:00Z',
        },
        [second]: { name: 'Cook', process_number: 9, status: 'inactive', auto_named: false },
      }),
      'process_counter.txt': '12\n',
      [`counts/${first}.txt`]: '7\n',
    });
    await machine.run(['list']);
    expect(machine.session(4)).toMatchObject({
      names: { generated: 'Archaeologist' },
      task: 'dig',
      prompts: 7,
      state: { kind: 'unknown' },
    });
    expect(machine.session(9)).toMatchObject({ names: { user: 'Cook' }, state: { kind: 'ended' } });
    expect(readFileSync(join(machine.instances, 'process_counter.txt'), 'utf8')).toBe('12\n');
    const again = await machine.run(['log']);
    await machine.run(['list']);
    expect(await machine.run(['log'])).toEqual(again);
  });

  it.each([
    [
      'two sessions under one number',
      { [first]: { process_number: 3 }, [second]: { process_number: 3 } },
      [3, 4],
    ],
    ['a session without a number', { [first]: { process_number: 3 }, [second]: {} }, [3, 4]],
    [
      'numbers that are none',
      { [first]: { process_number: -1 }, [second]: { process_number: 'two' } },
      [1, 2],
    ],
  ])('gives everybody a number of their own with %s', async (_, registry, numbers) => {
    const machine = leftBehind({ 'registry.json': JSON.stringify(registry) });
    await machine.run(['list']);
    expect(numbers.map((number) => machine.session(number).number)).toEqual(numbers);
  });

  it('keeps a registry that does not parse beside, before the view of that name is written', async () => {
    const machine = leftBehind({ 'registry.json': '{"half' });
    expect(await machine.run(['list'])).toMatchObject({ code: 0, err: '' });
    expect(machine.settings.read(join(machine.instances, 'registry.json.earlier'))).toMatchObject({
      value: '{"half',
    });
  });
});
