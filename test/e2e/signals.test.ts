import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventsOf, pluginFolder } from '../rig/product.ts';
import { openStage } from '../rig/stage.ts';

/** More than fits between two processes: when it is gone, the reader reads. */
const muchText = 'x'.repeat(2_000_000);

test('a farewell is recorded though the client ends its hook half-way', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const env = { ...stage.env, STATUSLINE_NO_MONITOR: '1' };
  const session = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
  const hook = spawn(process.execPath, [join(pluginFolder, 'dist/statusline.js'), 'hook', 'SessionEnd'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise((resolve) => hook.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise((resolve) => hook.stdin.write(`{"padding":"${muchText}",`, resolve));

  // As the client does 1.5 s into SessionEnd, while the hook waits for something.
  hook.kill('SIGTERM');
  hook.stdin.end(`"session_id":"${session}","reason":"other"}`);
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(eventsOf(stage, 'farewell', session)).toMatchObject([{ farewell: { reason: 'other' } }]);
});
