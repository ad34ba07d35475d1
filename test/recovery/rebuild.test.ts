import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyBatches } from '../../src/recovery/apply.ts';
import type { RecoveryFacts } from '../../src/recovery/facts.ts';
import { lookAtServer } from '../../src/recovery/live-servers.ts';
import { plan } from '../../src/recovery/plan.ts';
import { openProcesses } from '../../src/process/table.ts';
import { failed } from '../../src/text/result.ts';
import { literal } from '../../src/tmux/format.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { until } from '../rig/wait.ts';
import { clientProcess } from '../session/pieces.ts';
import { openLab, type Lab } from './lab.ts';
import { placeIn, scene, type Scene } from './scene.ts';
import { shape } from './shape.ts';

const hostileNames = [
  'plain',
  'two  words',
  "it's",
  'say "no"',
  '#{session_id}',
  '#(touch pwned)',
  '$(touch pwned)',
  '`touch pwned`',
  '$0',
  '-dash',
  'end;',
  'a|b&c',
  '100%',
  'back\\slash',
  '日本語',
  '🦀 crab',
  '=equals',
  '@at',
  '~',
  'tab\there',
  'two\nlines',
  '#[fg=red]',
];

/** One session on the first pane of the desk, lost with it. */
function lostWith(lab: Lab, desk: Desk): Scene {
  const pane = desk.windows[0]?.panes[0];
  if (pane === undefined) throw new Error('The desk is empty.');
  return scene()
    .session('a', {
      place: placeIn(desk, pane.id),
      projectDir: pane.cwd,
      cwd: pane.cwd,
      process: clientProcess(),
    })
    .remembers(desk)
    .options({ homeSocket: lab.socketPath });
}

async function rebuild(lab: Lab, facts: RecoveryFacts): Promise<void> {
  const { batches } = plan(facts);
  const failures = await applyBatches(
    { tmux: lab.tmux, gate: null, environment: lab.environment, tag: 'test' },
    batches,
    () => undefined,
  );
  expect(failures.map(({ batch, step, failure }) => [batch.name, step.kind, failure])).toEqual([]);
}

async function lookNow(lab: Lab, given: Scene): Promise<RecoveryFacts> {
  const processes = openProcesses('linux');
  const look = await lookAtServer({ tmux: lab.tmux, processes, newId: () => 'nonce' }, lab.socketPath);
  if (!look.ok) throw new Error(`No server: ${look.failure.kind}`);
  return given.lives(look.value).facts;
}

async function settledDesk(lab: Lab, wanted: Desk): Promise<Desk> {
  // A shell's directory can be read only once it runs.
  return until(
    'every pane has its directory',
    async () => {
      const desk = await lab.desk();
      return JSON.stringify(shape(desk)) === JSON.stringify(shape(wanted)) ? desk : null;
    },
    { timeoutMs: 10_000 },
  ).catch(async () => lab.desk());
}

function named(target: string, name: string): TmuxCommand {
  return ['rename-window', '-t', target, '--', literal(name)];
}

test('a hostile desk stands again to the cell, and nothing in its names is executed', async () => {
  const lab = openLab('set -g base-index 1\nset -g pane-base-index 1\nset -g renumber-windows on\n');
  await lab.run(['new-session', '-d', '-s', 'first', '-x', '200', '-y', '50', '-c', lab.root]);
  for (const [at, name] of hostileNames.entries()) {
    const path = lab.directory(`d ${name.replaceAll('/', '_')}`);
    await lab.run(
      ['new-session', '-d', '-s', `s${at}`, '-x', '181', '-y', '43', '-c', literal(path)],
      ['move-window', '-s', `=s${at}:`, '-t', `=s${at}:7`],
      named(`=s${at}:7`, name),
      ['new-window', '-d', '-t', `=s${at}:3`, '-c', literal(path)],
      ['split-window', '-h', '-t', `=s${at}:3`, '-c', literal(path)],
      ['split-window', '-v', '-l', '30%', '-t', `=s${at}:3`, '-c', lab.root],
      ['select-pane', '-t', `=s${at}:3.${(at % 3) + 1}`],
      ...(at % 4 === 0 ? [['resize-pane', '-Z', '-t', `=s${at}:3`] as const] : []),
      ...(at % 5 === 0 ? [['set-option', '-w', '-t', `=s${at}:3`, 'synchronize-panes', 'on'] as const] : []),
      ['rename-session', '-t', `=s${at}`, '--', literal(name)],
    );
  }
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();

  const given = lostWith(lab, before);
  await rebuild(lab, given.facts);

  expect(shape(await settledDesk(lab, before))).toEqual(shape(before));
  expect(existsSync(join(lab.root, 'pwned'))).toBe(false);
  expect(plan(await lookNow(lab, given)).batches).toEqual([]);
});

test('groups, windows linked twice and the last window come back', async () => {
  const lab = openLab();
  await lab.run(
    ['new-session', '-d', '-s', 'first', '-x', '120', '-y', '40', '-c', lab.root],
    ['new-window', '-d', '-t', '=first:2', '-c', lab.root],
    ['new-window', '-d', '-t', '=first:5', '-c', lab.root],
    ['select-window', '-t', '=first:5'],
    ['select-window', '-t', '=first:2'],
    ['new-session', '-d', '-t', '=first', '-s', 'mate'],
    ['select-window', '-t', '=mate:5'],
    ['new-session', '-d', '-s', 'other', '-x', '90', '-y', '30', '-c', lab.root],
    ['link-window', '-d', '-s', '=first:2', '-t', '=other:8'],
    ['link-window', '-d', '-s', '=first:2', '-t', '=other:9'],
    ['new-session', '-d', '-s', 'only-links', '-x', '90', '-y', '30'],
    ['link-window', '-d', '-s', '=other:0', '-t', '=only-links:3'],
    ['kill-window', '-t', '=only-links:0'],
  );
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();
  await rebuild(lab, lostWith(lab, before).facts);
  expect(shape(await settledDesk(lab, before))).toEqual(shape(before));
});

test('a tmux that answers no more is not asked for every window again', async () => {
  const lab = openLab();
  await lab.run(['new-session', '-d', '-s', 'main', '-c', lab.root]);
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();
  const { batches } = plan(lostWith(lab, before).facts);
  let calls = 0;
  const run: Lab['tmux']['run'] = async (socketPath, _, options) => {
    calls += 1;
    return failed({ kind: 'timed-out', socketPath, timeoutMs: options?.timeoutMs ?? 0 });
  };
  const how = { tmux: { ...lab.tmux, run }, gate: null, environment: {}, tag: 'test' };
  const failures = await applyBatches(how, batches, () => undefined);
  expect(failures.map(({ step }) => step)).toEqual(batches.flatMap(({ steps }) => steps));
  expect(calls).toBeLessThanOrEqual(3 * batches.length);
});

test('a member of a group whose leader could not be made joins nothing else', async () => {
  const lab = openLab();
  await lab.run(
    ['new-session', '-d', '-s', 'first', '-x', '120', '-y', '40', '-c', lab.root],
    ['new-session', '-d', '-t', '=first', '-s', 'mate'],
  );
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();
  const { batches } = plan(lostWith(lab, before).facts);
  await lab.run(['new-session', '-d', '-s', 'own', '-c', lab.root]);
  const failures = await applyBatches(
    { tmux: lab.tmux, gate: null, environment: lab.environment, tag: 'test' },
    batches.filter(({ name }) => name === 'mate'),
    () => undefined,
  );
  expect(failures.map(({ step }) => step.kind)).toContain('join-group');
  expect((await lab.desk()).sessions.map(({ name, group }) => [name, group])).toEqual([['own', null]]);
});

test('a window that tmux will not make is named, and costs no other', async () => {
  const lab = openLab();
  await lab.run(
    ['new-session', '-d', '-s', 'main', '-x', '120', '-y', '40', '-c', lab.root],
    ['new-window', '-d', '-t', '=main:2', '-c', lab.root],
    ['new-window', '-d', '-t', '=main:5', '-c', lab.root],
  );
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();
  const { batches } = plan(lostWith(lab, before).facts);
  const broken = batches.map((batch) => ({
    ...batch,
    steps: batch.steps.map((step) =>
      step.kind === 'create-window' && step.index === 2 ? { ...step, index: 0 } : step,
    ),
  }));
  const failures = await applyBatches(
    { tmux: lab.tmux, gate: null, environment: lab.environment, tag: 'test' },
    broken,
    () => undefined,
  );
  expect(failures.map(({ step, failure }) => [step.kind, failure])).toEqual([
    [
      'create-window',
      { kind: 'refused', socketPath: lab.socketPath, message: 'create window failed: index 0 in use' },
    ],
  ]);
  const after = await lab.desk();
  expect(after.sessions.map(({ name, seats }) => [name, seats.map(({ index }) => index)])).toEqual([
    ['main', [0, 5]],
  ]);
});

/** A tmux that stops at the so-manieth split of a call, as one does that gets no more terminals. */
function shortOfTerminals(lab: Lab, splits: number): Lab['tmux'] {
  return {
    ...lab.tmux,
    run: async (socketPath, commands, options) => {
      let left = splits;
      const at = commands.findIndex(([name]) => name === 'split-window' && (left -= 1) < 0);
      const done = await lab.tmux.run(socketPath, at < 0 ? commands : commands.slice(0, at), options);
      return at < 0 ? done : failed({ kind: 'refused', socketPath, message: 'fork failed' });
    },
  };
}

test('a window whose making failed half-way gets what it lacks from the next run', async () => {
  const lab = openLab('set -g pane-base-index 1\n');
  const [here, there] = [lab.directory('here'), lab.directory('there')];
  await lab.run(
    ['new-session', '-d', '-s', 'main', '-x', '120', '-y', '40', '-c', here],
    ['split-window', '-h', '-t', '=main:', '-c', there],
    ['split-window', '-v', '-l', '5', '-t', '=main:', '-c', here],
    ['split-window', '-h', '-t', '=main:', '-c', there],
    ['split-window', '-v', '-t', '=main:', '-c', here],
    ['rename-window', '-t', '=main:', 'mine'],
    ['select-pane', '-t', '=main:.2'],
    ['resize-pane', '-Z', '-t', '=main:'],
    ['new-window', '-d', '-t', '=main:', '-c', there],
  );
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();

  const given = lostWith(lab, before);
  const how = { gate: null, environment: lab.environment, tag: 'test' };
  const tmux = shortOfTerminals(lab, 1);
  const failures = await applyBatches({ ...how, tmux }, plan(given.facts).batches, () => undefined);
  expect(failures.map(({ step }) => step.kind)).toEqual(['finish-window']);
  expect((await lab.desk()).windows.map(({ panes }) => panes.length)).toEqual([3, 1]);

  const again = plan(await lookNow(lab, given));
  expect(again.batches.flatMap(({ steps }) => steps.map(({ kind }) => kind))).toEqual([
    'finish-window',
    'mark-begun',
    'mark-rebuilt',
  ]);
  expect(await applyBatches({ ...how, tmux: lab.tmux }, again.batches, () => undefined)).toEqual([]);
  expect(shape(await settledDesk(lab, before))).toEqual(shape(before));
  expect(plan(await lookNow(lab, given)).batches).toEqual([]);
});

test('a window lower than its panes take while they are made comes back to the cell', async () => {
  const lab = openLab();
  await lab.run(
    ['new-session', '-d', '-s', 'low', '-x', '120', '-y', '9', '-c', lab.root],
    ...[1, 2, 3, 4].map((): TmuxCommand => [
      'split-window',
      '-h',
      '-l',
      '50%',
      '-t',
      '=low:',
      '-c',
      lab.root,
    ]),
  );
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();
  await rebuild(lab, lostWith(lab, before).facts);
  expect(shape(await settledDesk(lab, before))).toEqual(shape(before));
});

test('a shell gets its title back, and no title of a program that is gone', async () => {
  const lab = openLab();
  const titles = hostileNames.filter((name) => !/[\t\n]/.test(name)).slice(0, 12);
  await lab.run(
    ['new-session', '-d', '-s', 'main', '-x', '120', '-y', '60', '-c', lab.root],
    ...titles.flatMap((): readonly TmuxCommand[] => [
      ['split-window', '-t', '=main:0', '-c', lab.root],
      ['select-layout', '-t', '=main:0', 'tiled'],
    ]),
    ['split-window', '-t', '=main:0', '-c', lab.root, 'sleep', '600'],
  );
  const panes = (await lab.desk()).windows.flatMap((window) => window.panes);
  await lab.run(
    ...panes.slice(1).map((pane, at): TmuxCommand => {
      return ['select-pane', '-t', pane.id, '-T', literal(titles[at] ?? 'asleep')];
    }),
  );
  const before = await until('only one pane runs a program', async () => {
    const desk = await lab.desk();
    const commands = desk.windows.flatMap((window) => window.panes.map(({ command }) => command));
    return commands.slice(0, -1).every((command) => command === 'bash') ? desk : null;
  });
  await lab.crash();
  await rebuild(lab, lostWith(lab, before).facts);
  const after = (await lab.desk()).windows.flatMap((window) => window.panes.map(({ title }) => title));
  expect(after.slice(1, -1)).toEqual(titles);
  expect(after.at(-1)).toBe(panes[0]?.title);
  expect(existsSync(join(lab.root, 'pwned'))).toBe(false);
});

test('a server that recovery starts shows nobody what it was told to run', async () => {
  const lab = openLab();
  await lab.run(['new-session', '-d', '-s', 'main', '-c', lab.root, 'sleep', '4242']);
  const { server } = await lab.desk();
  expect(openProcesses('linux').argv(server.pid)?.join(' ')).toMatch(/^(?!.*4242).*tmux/);
});

test('eighty panes in twenty windows are made by one tmux call per session', async () => {
  const lab = openLab();
  const four: readonly TmuxCommand[] = [0, 1, 2, 3].flatMap((session): readonly TmuxCommand[] => [
    ['new-session', '-d', '-s', `s${session}`, '-x', '200', '-y', '50', '-c', lab.root],
    ...[0, 1, 2, 3, 4].flatMap((window): readonly TmuxCommand[] => [
      ...(window === 0
        ? []
        : [['new-window', '-d', '-t', `=s${session}:${window}`, '-c', lab.root] as const]),
      ['split-window', '-h', '-t', `=s${session}:${window}`, '-c', lab.root],
      ['split-window', '-v', '-t', `=s${session}:${window}`, '-c', lab.root],
      ['split-window', '-v', '-t', `=s${session}:${window}`, '-c', lab.root],
    ]),
  ]);
  await lab.run(...four);
  const before = await settledDesk(lab, await lab.desk());
  await lab.crash();
  let calls = 0;
  const counting = {
    ...lab.tmux,
    run: (...asked: Parameters<typeof lab.tmux.run>): ReturnType<typeof lab.tmux.run> => {
      calls += 1;
      return lab.tmux.run(...asked);
    },
  };
  const { batches } = plan(lostWith(lab, before).facts);
  const how = { tmux: counting, gate: null, environment: lab.environment, tag: 'test' };
  expect(await applyBatches(how, batches, () => undefined)).toEqual([]);
  expect(calls).toBe(4);
  expect(shape(await settledDesk(lab, before))).toEqual(shape(before));
}, 60_000);
