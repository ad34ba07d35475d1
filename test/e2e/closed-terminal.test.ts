import { expect, onTestFinished, test } from 'vitest';
import { clientEntries, prompt, startClient } from '../rig/clients.ts';
import { residents, untilEndIsKnown, untilResident } from '../rig/eyes.ts';
import { kill } from '../rig/processes.ts';
import { installProduct, registry } from '../rig/product.ts';
import { openStage } from '../rig/stage.ts';
import { hasTerminals, openTerminal } from '../rig/terminal.ts';

test('a terminal that is closed takes the session that ran in it, and none that tmux holds', async (context) => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  if (!(await hasTerminals(stage))) context.skip();
  await installProduct(stage);
  await stage.tmux('new-session', '-d', '-s', 'main', '-c', stage.project('proj'));
  const held = await startClient(stage, '%0');
  await prompt(stage, held, 'hello');
  const resident = await untilResident(stage);
  openTerminal(stage, stage.project('proj'), 'claude');
  const { pid, sessionId } = await stage.until('another session is known', () =>
    clientEntries(stage).find(
      (entry) => entry.pid !== held.pid && registry(stage)[entry.sessionId]?.['status'] === 'active',
    ),
  );

  for (const each of stage.processes()) if (each.command === 'script') kill(each.pid, 'SIGKILL');
  const end = await untilEndIsKnown(stage, { pane: '', pid, sessionId });
  expect(end).toMatchObject({ reason: 'terminated', isRecoverable: true });
  expect(end.delayMs).toBeLessThan(2000);
  expect(registry(stage)[held.sessionId]).toMatchObject({ status: 'active' });
  expect(residents(stage).map((each) => each.pid)).toEqual([resident.pid]);
});
