import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { paneCells, parseLayout } from '../../src/tmux/layout.ts';
import { openFakeWorld, openRealWorld, stay, withSession, type TmuxWorld } from './tmux-worlds.ts';

/** What recovery leans on when it builds windows: both worlds must do it alike. */
describe.each([
  ['the model', openFakeWorld],
  ['the real tmux', openRealWorld],
])('%s', (_name, open) => {
  let world: TmuxWorld;
  beforeEach(async () => {
    world = await withSession(await open());
  });
  afterEach(() => world.close());

  const heights = async (): Promise<readonly number[]> => {
    const layout = parseLayout((await world.desk()).windows[0]?.layout ?? '');
    return layout === null ? [] : paneCells(layout).map(({ heightRows }) => heightRows);
  };

  test('a split of so many rows leaves the rest to the pane before it', async () => {
    await world.run(['split-window', '-t', '=main:0', '-l', '20', ...stay]);
    expect(await heights()).toEqual([9, 20]);
  });

  test('a split larger than there is room leaves one row', async () => {
    await world.run(['split-window', '-t', '=main:0', '-l', '500', ...stay]);
    expect(await heights()).toEqual([1, 28]);
  });

  test.each([
    [1, '%0'],
    [2, '%1'],
    [3, '%2'],
  ])('%i on from the last pane is %s', async (steps, pane) => {
    await world.run(
      ['split-window', '-t', '=main:0', ...stay],
      ['split-window', '-t', '=main:0', ...stay],
      ['select-pane', '-t', `=main:0.+${steps}`],
    );
    expect((await world.desk()).windows[0]?.activePane).toBe(pane);
  });

  test('unlinking closes the last seat of a window only when told to', async () => {
    await world.run(['new-window', '-d', '-t', '=main:5', ...stay]);
    expect(await world.attempt(['unlink-window', '-t', '=main:5'])).toMatchObject({
      ok: false,
      failure: { message: 'window only linked to one session' },
    });
    await world.run(['unlink-window', '-k', '-t', '=main:5']);
    expect((await world.desk()).sessions[0]?.seats.map(({ index }) => index)).toEqual([0]);
  });
});
