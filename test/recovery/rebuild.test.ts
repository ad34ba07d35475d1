import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyBatches } from '../../src/recovery/apply.ts';
import type { RecoveryFacts } from '../../src/recovery/facts.ts';
import { lookAtServer } from '../../src/recovery/live-servers.ts';
import { plan } from '../../src/recovery/plan.ts';
import { openProcesses } from '../../src/process/table.ts';
import { literal } from '../../src/tmux/format.ts';
import { parseLayout, printLayout, type LayoutCell } from '../../src/tmux/layout.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { until } from '../rig/wait.ts';
import { clientProcess } from '../session/pieces.ts';
import { openLab, type Lab } from './lab.ts';
import { placeIn, scene, type Scene } from './scene.ts';

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
  '#[fg=red]',
];

/** What must be the same before and after, whatever the ids. */
function shape(desk: Desk): unknown {
  const windows = new Map(desk.windows.map((window) => [window.id, window]));
  return desk.sessions
    .map((session) => ({
      name: session.name,
      group: session.group,
      active: session.activeIndex,
      last: session.lastIndex,
      windows: session.seats.map(({ index, windowId }) => {
        const window = windows.get(windowId);
        if (window === undefined) throw new Error(`No window ${windowId}`);
        return {
          index,
          name: window.hasAutomaticName ? null : window.name,
          geometry: geometry(window.layout),
          size: [window.widthCols, window.heightRows],
          zoomed: window.isZoomed,
          synchronized: window.isSynchronized,
          active: window.panes.findIndex(({ id }) => id === window.activePane),
          directories: window.panes.map(({ cwd }) => cwd),
        };
      }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function geometry(layout: string): string {
  const parsed = parseLayout(layout);
  if (parsed === null) throw new Error(`No layout: ${layout}`);
  const bare = (cell: LayoutCell): LayoutCell =>
    cell.kind === 'pane' ? { ...cell, paneNumber: null } : { ...cell, cells: cell.cells.map(bare) };
  return printLayout(bare(parsed));
}

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
