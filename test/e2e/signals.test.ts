import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventsOf, pluginFolder } from '../rig/product.ts';
import { openStage } from '../rig/stage.ts';

const sigterm = 15;

/** Whether a process has taken care of SIGTERM, by what the kernel says of it. */
function minds(pid: number): boolean {
  const mask = /^Sig(?:Cgt|Ign):\t([0-9a-f]+)$/gm;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return [...status.matchAll(mask)].some(
    ([, hex = '0']) => (BigInt(`0x${hex}`) & (1n << BigInt(sigterm - 1))) !== 0n,
  );
}

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
  const pid = hook.pid ?? 0;
  await stage.until('the hook minds the signal', () => minds(pid));

  // As the client does 1.5 s into SessionEnd, while the hook waits for something.
  hook.kill('SIGTERM');
  hook.stdin.end(JSON.stringify({ session_id: session, reason: 'other' }));
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(eventsOf(stage, 'farewell', session)).toMatchObject([{ farewell: { reason: 'other' } }]);
});
