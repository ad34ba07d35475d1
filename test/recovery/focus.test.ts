import { describe, expect, test } from 'vitest';
import { openTerminal } from '../rig/terminal.ts';
import { until } from '../rig/wait.ts';
import { id } from '../session/pieces.ts';
import type { Lab } from './lab.ts';
import { only } from './scene.ts';
import { openTheatre, outcomes, type Theatre } from './theatre.ts';

/** Lets a person look at a tmux session, on a terminal of their own. */
async function attach(lab: Lab, name: string): Promise<void> {
  const before = await clients(lab);
  openTerminal({ env: lab.environment }, lab.root, `tmux -S ${lab.socketPath} attach -t '=${name}'`);
  await until('the terminal is attached', async () => (await clients(lab)).length > before.length);
}

async function clients(lab: Lab): Promise<readonly string[]> {
  // What each terminal shows: its session, current window and pane, and the windows before it, last one first.
  const format = '#{client_session} #{window_index} #{pane_id} #{session_stack} #{client_key_table}';
  return (await lab.run(['list-clients', '-F', format])).split('\n').filter((line) => line !== '');
}

/** The standing windows with all that shows: layout, zoom, focus. */
async function windows(lab: Lab, ids: ReadonlySet<string>): Promise<readonly string[]> {
  const format =
    '#{window_id} #{session_name}:#{window_index} #{window_flags} #{window_visible_layout} #{pane_id}';
  const lines = (await lab.run(['list-windows', '-a', '-F', format])).split('\n');
  return lines.filter((line) => ids.has(line.split(' ')[0] ?? ''));
}

/** What was lost sat in `main` and `side`; the user has made a `main` again since and looks at it, zoomed. */
async function openWatchedDesk(): Promise<Theatre> {
  const theatre = openTheatre();
  const { lab, project } = theatre;
  const where = ['-c', project] as const;
  const size = ['-x', '120', '-y', '39'] as const;
  await lab.run(
    ['new-session', '-d', '-s', 'main', ...size, ...where],
    ['split-window', '-h', '-t', '=main:0', ...where],
    ['resize-pane', '-Z', '-t', '=main:0'],
    ['new-window', '-d', '-t', '=main:4', ...where],
    ['new-session', '-d', '-s', 'side', ...size, ...where],
    ['new-session', '-d', '-t', '=side', '-s', 'mate'],
  );
  await theatre.ran('a', '%0');
  await theatre.ran('b', '%2');
  await theatre.ran('c', '%3');
  await theatre.capture();
  await lab.crash();
  await lab.run(
    ['new-session', '-d', '-s', 'main', ...size, ...where],
    ['new-window', '-d', '-t', '=main:3', ...where],
    ['new-window', '-d', '-t', '=main:7', ...where],
    ['split-window', '-h', '-t', '=main:7', ...where],
    ['select-window', '-t', '=main:3'],
    ['select-window', '-t', '=main:7'],
    ['resize-pane', '-Z', '-t', '=main:7'],
    ['new-session', '-d', '-s', 'mine', ...size, ...where],
    ['new-session', '-d', '-t', '=main', '-s', 'second look'],
    ['select-window', '-t', '=second look:3'],
  );
  await attach(lab, 'main');
  await attach(lab, 'mine');
  await attach(lab, 'second look');
  return theatre;
}

describe('who looks on while sessions come back', () => {
  test.for(['now', 'lazily'] as const)('sees what they saw before: %s', async (how) => {
    const theatre = await openWatchedDesk();
    const { lab } = theatre;
    const ids = new Set((await lab.desk()).windows.map((window) => window.id));
    const seen = [await clients(lab), await windows(lab, ids)];

    const results = await theatre.recover({ isLazy: how === 'lazily' });
    const outcome = how === 'lazily' ? 'offered' : 'restored';
    expect(outcomes(results)).toEqual({ [id('a')]: outcome, [id('b')]: outcome, [id('c')]: outcome });
    expect([await clients(lab), await windows(lab, ids)]).toEqual(seen);
    expect((await lab.desk()).windows.length).toBe(ids.size + 3);
  });

  test('keeps the focus also in the very window that another session is put into', async () => {
    const theatre = await openWatchedDesk();
    const { lab } = theatre;
    await lab.run(['resize-pane', '-Z', '-t', '=main:7']);
    const [before] = (await lab.desk()).windows.filter(({ panes }) => panes.length === 2);
    if (before === undefined) throw new Error('There is no window to look at.');
    const seen = await clients(lab);
    const target = { kind: 'window', socketPath: lab.socketPath, windowId: before.id } as const;
    const results = await theatre.recover({ selection: only('a'), target });
    expect(outcomes(results)).toEqual({ [id('a')]: 'restored' });
    const after = (await lab.desk()).windows.find((window) => window.id === before.id);
    expect(after).toMatchObject({ activePane: before.activePane, isZoomed: false });
    expect(after?.panes.length).toBe(3);
    expect(await clients(lab)).toEqual(seen);
  });
});
