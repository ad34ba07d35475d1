// Callers by the dozen, and a resident that is killed all the time: nobody may notice but by the clock.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildHouse, type House } from '../monitor/rig/house.ts';
import { kill, processesWith } from '../rig/processes.ts';
import { until } from '../rig/wait.ts';
import { isFull } from './rig.ts';

const requests = isFull ? 2000 : 120;
const callers = isFull ? 64 : 12;
const killEveryMs = 200;

let house: House;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(() => house.close());

function sessionOf(request: number): string {
  return `7047e000-0000-4000-8000-${String(request % 8).padStart(12, '0')}`;
}

/** A hook that must be in the journal once it was acknowledged, or a render that must print. */
async function ask(number: number): Promise<string | null> {
  const session = { session_id: sessionOf(number), cwd: house.directory };
  if (number % 2 === 0) {
    const json = { ...session, hook_event_name: 'UserPromptSubmit', prompt: `prompt number ${number}.` };
    const { code, stdout, stderr } = await house.call(['hook', 'UserPromptSubmit'], JSON.stringify(json));
    return code === 0 && stdout === '' && stderr === '' ? null : `hook ${number}: ${code} ${stdout}${stderr}`;
  }
  const json = {
    ...session,
    model: { display_name: 'Sonnet 5' },
    workspace: { current_dir: house.directory },
  };
  const { code, stdout, stderr } = await house.call(['render'], JSON.stringify(json));
  return code === 0 && stdout.includes('Sonnet 5') && stderr === ''
    ? null
    : `render ${number}: ${code} "${stdout}" ${stderr}`;
}

describe('a resident that is killed all the time', () => {
  const seen = new Set<number>();

  test('is missed by nobody: every request is answered, every acknowledged fact is kept', async ({
    annotate,
  }) => {
    let next = 0;
    const failures: string[] = [];
    let slowestMs = 0;
    const caller = async (): Promise<void> => {
      for (let number = (next += 1); number <= requests; number = next += 1) {
        const askedAtMs = Date.now();
        const failure = await ask(number);
        slowestMs = Math.max(slowestMs, Date.now() - askedAtMs);
        if (failure !== null) failures.push(failure);
      }
    };
    let killed = 0;
    const killer = setInterval(() => {
      const pid = house.seat().holder?.process.pid;
      if (pid === undefined || seen.has(pid) || !house.residents().includes(pid)) return;
      seen.add(pid);
      killed += 1;
      kill(pid, 'SIGKILL');
    }, killEveryMs);
    await Promise.all(Array.from({ length: callers }, caller));
    clearInterval(killer);

    await annotate(`${killed} residents killed; the slowest of ${requests} answers took ${slowestMs} ms`);
    expect(failures).toEqual([]);
    expect(killed).toBeGreaterThan(isFull ? 5 : 0);
    const journal = readdirSync(house.instances)
      .filter((name) => name.startsWith('statusline') && name.endsWith('.jsonl'))
      .map((name) => readFileSync(join(house.instances, name), 'utf8'))
      .join('\n');
    const hooks = Array.from({ length: requests }, (_, index) => index + 1).filter(
      (number) => number % 2 === 0,
    );
    expect(hooks.filter((number) => !journal.includes(`prompt number ${number}.`))).toEqual([]);
  }, 1_200_000);

  test('leaves no orphan and no stale socket', async () => {
    await house.call(['render'], JSON.stringify({ session_id: sessionOf(1) }));
    const pid = await until(
      'one resident serves',
      async () => {
        await house.call(['render'], JSON.stringify({ session_id: sessionOf(1) }));
        const { holder } = house.seat();
        return holder?.phase === 'serving' && house.residents().includes(holder.process.pid)
          ? holder.process.pid
          : null;
      },
      { timeoutMs: 90_000 },
    );
    expect(house.residents()).toEqual([pid]);
    expect(await house.call(['monitor', 'stop'])).toMatchObject({ code: 0 });
    await until('nothing of it runs', () => processesWith('HOME', house.directory).length === 0);
    expect(existsSync(join(house.den, 'socket'))).toBe(false);
    expect(readdirSync(house.den).filter((name) => !/^seat\.\d+$/.test(name))).toEqual([]);
  }, 180_000);
});
