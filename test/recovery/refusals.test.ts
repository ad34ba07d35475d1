import { describe, expect, test } from 'vitest';
import { passGate } from '../../src/recovery/gate.ts';
import { listCandidates } from '../../src/recovery/candidates.ts';
import { plan } from '../../src/recovery/plan.ts';
import { recover, setAside } from '../../src/recovery/recover.ts';
import type { Progress, RecoveryResult } from '../../src/recovery/recovery-run.ts';
import type { Plan } from '../../src/recovery/steps.ts';
import { failed } from '../../src/text/result.ts';
import type { World } from '../../src/world.ts';
import { id } from '../session/pieces.ts';
import { Model } from './model.ts';
import { only } from './scene.ts';

/** Sessions `a` and `b` in two windows of a server that died. */
async function lost(): Promise<Model> {
  const model = new Model();
  await model.try(
    ['new-session', '-d', '-s', 'main', '-c', '/home/dev/proj'],
    ['new-window', '-d', '-t', '=main:1', '-c', '/home/dev/proj'],
  );
  const panes = (await model.desk()).windows.flatMap((window) => window.panes.map((pane) => pane.id));
  await model.lose({ a: panes[0] ?? '', b: panes[1] ?? '' });
  return model;
}

/** The world of a recovery in a process that lives. */
function worldOf(model: Model, pid: number): World {
  model.processes.add({ pid, command: 'node', argv: ['node', 'recover'] });
  return model.world(pid);
}

async function run(
  model: Model,
  world: World,
  progress: Progress[] = [],
): Promise<readonly RecoveryResult[]> {
  const again = async (): Promise<Plan> => plan(await model.facts(world));
  return carryOut(world, await again(), progress, again);
}

function carryOut(
  world: World,
  made: Plan,
  progress: Progress[],
  replan: () => Promise<Plan> = async () => made,
): Promise<readonly RecoveryResult[]> {
  return recover(world, made, {
    jobs: 2,
    timeoutMs: 10_000,
    patienceMs: 5000,
    spacingMs: 0,
    gate: null,
    onProgress: (each) => void progress.push(each),
    replan,
  });
}

test('a journal that cannot be written lets nothing begin', async () => {
  const model = await lost();
  const world = worldOf(model, 700);
  const full: World = {
    ...world,
    ledger: { ...world.ledger, append: () => failed({ kind: 'not-kept', code: 'ENOSPC', path: '/j' }) },
  };
  const results = await run(model, full);
  expect(results.map(({ outcome, detail }) => [outcome, detail])).toEqual([
    ['refused', 'the journal cannot be written (ENOSPC)'],
    ['refused', 'the journal cannot be written (ENOSPC)'],
  ]);
  expect(model.starts.size).toBe(0);
  await expect(model.desk()).rejects.toThrow('no-server');
});

test('a platform that tells no process from another lets nothing begin', async () => {
  const model = await lost();
  const results = await run(model, { ...worldOf(model, 700), self: null });
  expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  expect(model.starts.size).toBe(0);
});

/** A recovery of that process holds `a`. */
function claim(model: Model, pid: number): void {
  model.keep({
    kind: 'recovery_claimed',
    session: id('a'),
    recoveryId: 'other',
    claimer: model.processes.identity(pid),
  });
}

describe('another recovery that was first', () => {
  test('is waited for, told of once, and given up on at last', async () => {
    const model = await lost();
    worldOf(model, 600);
    claim(model, 600);
    const progress: Progress[] = [];
    const results = await run(model, worldOf(model, 700), progress);
    expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    expect(progress.filter(({ kind }) => kind === 'waiting-for-another')).toEqual([
      { kind: 'waiting-for-another', pid: 600 },
    ]);
    expect(model.starts.size).toBe(0);
  });

  test('is not waited for when it is dead', async () => {
    const model = await lost();
    worldOf(model, 600);
    claim(model, 600);
    model.processes.kill(600);
    const results = await run(model, worldOf(model, 700));
    expect(results.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
  });

  test('that dies while it is waited for leaves its work to who has waited', async () => {
    const model = await lost();
    worldOf(model, 600);
    claim(model, 600);
    const world = worldOf(model, 700);
    const sleep = async (ms: number): Promise<void> => {
      model.processes.kill(600);
      await world.clock.sleep(ms);
    };
    const results = await run(model, { ...world, clock: { ...world.clock, sleep } });
    expect(results.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
  });

  test('that has the same pid as a dead one is another', async () => {
    const model = await lost();
    worldOf(model, 600);
    claim(model, 600);
    model.processes.kill(600);
    model.processes.add({ pid: 600, command: 'vim' });
    const results = await run(model, worldOf(model, 700));
    expect(results.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
  });
});

/** Every session is back, and of the windows without one only the beginning was made. */
async function halfDesk(): Promise<Model> {
  const model = new Model();
  await model.try(
    ['new-session', '-d', '-s', 'main', '-c', '/home/dev/proj'],
    ['new-session', '-d', '-s', 'plain', '-c', '/home/dev/proj'],
  );
  const [pane] = (await model.desk()).windows.flatMap(({ panes }) => panes);
  await model.lose({ a: pane?.id ?? '' });
  const world = worldOf(model, 600);
  const made = plan(await model.facts(world));
  const half = { ...made, batches: made.batches.filter(({ name }) => name === 'main') };
  await carryOut(world, half, []);
  return model;
}

test('windows alone are made by one of two recoveries at once', async () => {
  const model = await halfDesk();
  const taken = new Set<string>();
  const claims: World['claims'] = {
    take: (name) => {
      if (taken.has(name)) return null;
      taken.add(name);
      return { giveBack: () => void taken.delete(name) };
    },
  };
  const world = { ...worldOf(model, 700), claims };
  const plans = [
    plan(await model.facts(world)),
    plan(await model.facts(world)),
    plan(await model.facts(world)),
  ];
  const [first, second, late] = plans;
  if (first === undefined || second === undefined || late === undefined) throw new Error('No plan.');
  expect(first.resumes).toEqual([]);
  expect(first.batches.map(({ name }) => name)).toEqual(['plain']);
  const again = async (): Promise<Plan> => plan(await model.facts(world));
  await Promise.all([carryOut(world, first, [], again), carryOut(world, second, [], again)]);
  await carryOut(world, late, [], again);
  expect((await model.desk()).sessions.map(({ name }) => name).toSorted()).toEqual(['main', 'plain']);
  expect(taken.size).toBe(0);
});

test('with too little memory the panes are there and wait', async () => {
  const model = await lost();
  const world = worldOf(model, 700);
  const poor: World = { ...world, machine: { cores: 2, freeMemoryBytes: () => 1024 } };
  const results = await run(model, poor);
  expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  expect(model.starts.size).toBe(0);
  const standing = plan(await model.facts(world, { isLazy: true }));
  expect(standing.blocked.map(({ obstacles }) => obstacles.map(({ kind }) => kind))).toEqual([
    ['offered'],
    ['offered'],
  ]);
  // With memory again, they are started where they wait.
  expect((await run(model, world)).map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
});

test('a server that does not answer is left alone, and so are its sessions', async () => {
  const model = await lost();
  await model.try(['new-session', '-d', '-s', 'new', '-c', '/home/dev/proj']);
  model.tmux.wedge(model.socketPath);
  const results = await run(model, worldOf(model, 700));
  expect(results.map(({ outcome, detail }) => [outcome, detail])).toEqual([
    ['refused', `the tmux server at ${model.socketPath} does not answer`],
    ['refused', `the tmux server at ${model.socketPath} does not answer`],
  ]);
});

test('what tmux will not make is named with tmux’s own words, and the rest comes back', async () => {
  const model = await lost();
  const message = 'create window failed: fork failed: Resource temporarily unavailable';
  const failure = { kind: 'refused', socketPath: model.socketPath, message } as const;
  model.tmux.failNext('new-window', failure);
  model.tmux.failNext('new-window', failure);
  const results = await run(model, worldOf(model, 700));
  expect(results.map(({ outcome, detail }) => [outcome, detail])).toEqual([
    ['not-started', `its pane could not be made: ${message}`],
    ['restored', null],
  ]);
});

describe('the gate of a waiting pane', () => {
  test('lets a lost session through', async () => {
    const model = await lost();
    expect(passGate(worldOf(model, 700), id('a'))).toEqual({ ok: true, value: undefined });
  });

  test('keeps one waiting that runs elsewhere', async () => {
    const model = await lost();
    model.processes.add({ pid: 50, command: 'claude', argv: ['claude', '--resume', id('a')] });
    expect(passGate(worldOf(model, 700), id('a'))).toEqual({
      ok: false,
      failure: { kind: 'obstacle', obstacle: { kind: 'live-elsewhere', pid: 50, place: null } },
    });
  });

  test('keeps one waiting that a living recovery holds', async () => {
    const model = await lost();
    worldOf(model, 600);
    claim(model, 600);
    expect(passGate(worldOf(model, 700), id('a'))).toMatchObject({
      failure: { obstacle: { kind: 'claimed', pid: 600 } },
    });
  });
});

test('what is set aside is not offered again, and can still be named', async () => {
  const model = await lost();
  const world = worldOf(model, 700);
  // Only what a look has found lost can be set aside.
  await model.facts(world);
  setAside(world, [id('b')]);
  const facts = await model.facts(world);
  expect(listCandidates(facts).map(({ session }) => session.id)).toEqual([id('a')]);
  const named = plan(await model.facts(world, { selection: only('b') }));
  expect(named.resumes.map(({ session }) => session)).toEqual([id('b')]);
});
