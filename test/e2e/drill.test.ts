import { appendFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientEntries, startClient } from '../rig/clients.ts';
import { seenPanes } from '../rig/desk.ts';
import { layDesk, openStageOfFour, startFour } from '../rig/four.ts';
import { kill } from '../rig/processes.ts';
import { installProduct, untilKnown } from '../rig/product.ts';

test('a drill rebuilds the whole desk elsewhere, finds it exact, and leaves nothing behind', async () => {
  const stage = await openStageOfFour();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layDesk(stage);
  await startFour(stage, ['--model', 'haiku']);
  const [panes, clients, processes] = [
    await seenPanes(stage),
    clientEntries(stage),
    stage.processes().length,
  ];

  expect(await product.json(['drill'])).toEqual({
    fidelity: 1,
    compared: expect.any(Number),
    differences: [],
  });

  expect((await seenPanes(stage)).map(({ ref, pid }) => [ref, pid])).toEqual(
    panes.map(({ ref, pid }) => [ref, pid]),
  );
  expect(clientEntries(stage).map(({ pid }) => pid)).toEqual(clients.map(({ pid }) => pid));
  await stage.until('the private server and its panes are gone', () => stage.processes().length <= processes);
  const log = await product.run(['log']);
  expect(log.stdout).not.toContain('recovery_');
});

/** Whether these are words about a drill's private server. */
function isDrills(argv: readonly string[]): boolean {
  return argv.some((word) => word.includes('/drill-'));
}

test('a drill that is killed half-way leaves nothing behind either', async () => {
  const stage = await openStageOfFour();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layDesk(stage);
  const { sessionId } = await startClient(stage, '%0');
  // Before, there is nothing that a drill could rehearse.
  await untilKnown(stage, sessionId, 'where it sits', (session) => session['pane_id'] === '%0');
  // So that there is time to kill it in: its panes wait for the user's shells.
  appendFileSync(join(stage.paths.home, '.bash_profile'), 'sleep 3\n');
  const run = product.run(['drill'], { env: { ...stage.env, STATUSLINE_NO_MONITOR: '1' } });
  await stage.until('the private server is there', () => {
    const all = stage.processes();
    if (!all.some(({ argv }) => isDrills(argv.slice(-1)))) return false;
    for (const { pid, argv } of all) if (argv.at(-1) === 'drill') kill(pid, 'SIGKILL');
    return true;
  });
  expect((await run).signal).toBe('SIGKILL');
  await stage.until('it is gone', () => !stage.processes().some(({ argv }) => isDrills(argv)));
  expect(readdirSync(dirname(stage.paths.socket))).toEqual(['default']);
});
