import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describePlan } from '../../src/recovery/describe.ts';
import { recordDesk } from '../../src/sight/record-desk.ts';
import { until } from '../rig/wait.ts';
import { openTheatre, type Theatre } from './theatre.ts';

const hostile = '$(touch${IFS}pwned)';

function allow(theatre: Theatre, ...commands: readonly string[]): void {
  const config = join(theatre.world.paths.instances, 'config.json');
  theatre.world.settings.put(config, JSON.stringify({ recovery: { commands } }), 0o600);
}

/** What runs in front in each pane, below its shell or in its place; null for a shell alone. */
async function inFront({ lab, world }: Theatre): Promise<Readonly<Record<string, string | null>>> {
  const desk = await lab.desk();
  const panes = desk.windows.flatMap((window) => window.panes);
  return Object.fromEntries(
    panes.map(({ pid }, at) => {
      const front = world.processes.row(pid)?.foregroundPid ?? pid;
      const words = world.processes.argv(front)?.join(' ') ?? '';
      return [`pane ${at}`, front === pid && /bash/.test(words) ? null : words];
    }),
  );
}

/** Panes: a session, an allowed program, another one, an allowed one in the background, an allowed one with odd words. */
async function openDesk(): Promise<Theatre> {
  const theatre = openTheatre();
  const { lab, project } = theatre;
  const where = ['-c', project] as const;
  writeFileSync(join(project, hostile), '');
  await lab.run(
    ['new-session', '-d', '-s', 'main', '-x', '200', '-y', '60', ...where],
    ...[1, 2, 3].map(() => ['split-window', '-t', '=main:', ...where] as const),
    ['split-window', '-t', '=main:', ...where, 'tail', '-f', hostile],
    ['send-keys', '-t', '%1', 'sleep 1234', 'Enter'],
    ['send-keys', '-t', '%2', 'sleep 4321', 'Enter'],
    ['send-keys', '-t', '%3', 'sleep 1234 &', 'Enter'],
  );
  return theatre;
}

const eve = {
  'pane 0': null,
  'pane 1': 'sleep 1234',
  'pane 2': 'sleep 4321',
  'pane 3': null,
  'pane 4': `tail -f ${hostile}`,
};

async function lose(theatre: Theatre): Promise<void> {
  await until('everything runs', async () => JSON.stringify(await inFront(theatre)) === JSON.stringify(eve));
  await theatre.ran('a', '%0');
  await recordDesk(theatre.world, theatre.lab.socketPath, 'test');
  await theatre.lab.crash();
}

test('only what the user allows runs again, word by word, and leaves a shell behind', async () => {
  const theatre = await openDesk();
  const { lab, world } = theatre;
  allow(theatre, 'sleep 1234', `tail -f ${hostile}`, 'htop');
  await lose(theatre);
  const text = JSON.stringify([...theatre.registry().desks.values()]);
  expect(text).toContain('1234');
  expect(text).not.toContain('4321');

  const planned = await theatre.plan();
  expect(describePlan(planned, theatre.registry(), 0).join('\n')).toContain(
    `sleep 1234 in ${theatre.project}`,
  );
  await theatre.recover({ isLazy: true });
  const wanted = { 'pane 1': 'sleep 1234', 'pane 2': null, 'pane 3': null, 'pane 4': `tail -f ${hostile}` };
  await until('what is allowed runs', async () => {
    const { 'pane 0': _session, ...others } = await inFront(theatre);
    return JSON.stringify(others) === JSON.stringify(wanted);
  });
  expect(existsSync(join(theatre.project, 'pwned'))).toBe(false);

  const pane = (await lab.desk()).windows[0]?.panes[1];
  const front = world.processes.row(pane?.pid ?? 0)?.foregroundPid ?? 0;
  expect(world.processes.cwd(front)).toBe(theatre.project);
  process.kill(front, 'SIGTERM');
  await until('the shell is there', () => world.processes.argv(pane?.pid ?? 0)?.join(' ') === '/bin/bash -l');
});

test('nothing runs again by default, nor what is allowed no more', async () => {
  const theatre = await openDesk();
  allow(theatre, 'sleep 1234');
  await lose(theatre);
  allow(theatre);
  const { batches } = await theatre.plan();
  expect(JSON.stringify(batches)).not.toContain('1234');
});

test('what nobody allows is not even kept', async () => {
  const theatre = await openDesk();
  await lose(theatre);
  expect(JSON.stringify([...theatre.registry().desks.values()])).not.toMatch(/1234|4321|"program"/);
});
