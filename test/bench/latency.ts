// How long it takes from a change in tmux until layout.json has it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { denOf } from '../../src/monitor/den.ts';
import { until } from '../rig/wait.ts';
import { median } from './measure.ts';
import { isQuick } from './subjects.ts';
import { table } from './table.ts';
import type { BenchWorld } from './world.ts';

/** A change to make, and what layout.json holds (or lacks) from then on. */
interface Change {
  readonly name: string;
  readonly count: number;
  /** Makes it, and gives the text that is to appear. */
  make(index: number): Promise<string>;
  /** The text is to go instead. */
  readonly isGone?: boolean;
}

/** A new pane's line in layout.json. */
function paneLine(id: string): string {
  return `"id": "${id.trim()}"`;
}

function changesIn(world: BenchWorld): readonly Change[] {
  const tmux = (...args: readonly string[]): Promise<string> => world.tmux(...args);
  const count = isQuick ? 6 : 40;
  const open = ['-d', '-P', '-F', '#{pane_id}'] as const;
  const extra: string[] = [];
  return [
    {
      name: 'a renamed window',
      count,
      make: async (index) => {
        await tmux('rename-window', '-t', 'bench:1', `renamed-${index}`);
        return `"renamed-${index}"`;
      },
    },
    {
      name: 'a new window',
      count,
      make: async () => {
        const pane = await tmux('new-window', ...open, '-t', 'bench:', 'sleep 100000');
        extra.push(pane.trim());
        return paneLine(pane);
      },
    },
    {
      name: 'a closed window',
      count,
      isGone: true,
      make: async () => {
        const pane = extra.pop() ?? '';
        await tmux('kill-window', '-t', pane);
        return paneLine(pane);
      },
    },
    {
      name: 'a renamed window, right after a session’s pane was closed',
      count: isQuick ? 2 : 10,
      make: async (index) => {
        await tmux(
          'kill-window',
          '-t',
          `bench:${20 + index}`,
          ';',
          'rename-window',
          '-t',
          'bench:1',
          `after-${index}`,
        );
        return `"after-${index}"`;
      },
    },
  ];
}

/** The table of all changes, each with its median and its worst. Sessions are closed by it. */
export async function changeToFile(
  world: BenchWorld,
  instances: string,
): Promise<{ readonly title: string; readonly text: string }> {
  const { directory } = denOf(instances, process.getuid?.() ?? 0);
  await until('the hooks are ours', async () => (await world.tmux('show-hooks', '-g')).includes(directory), {
    timeoutMs: 70_000,
  });
  const rows: (readonly string[])[] = [];
  for (const change of changesIn(world)) {
    const tookMs = await timesOf(change, join(instances, 'layout.json'));
    rows.push([
      change.name,
      String(tookMs.length),
      median(tookMs).toFixed(0),
      Math.max(...tookMs).toFixed(0),
    ]);
  }
  return {
    title: 'From a change in tmux to layout.json',
    text: `With 100 live sessions in 100 windows. The changes come at odd moments, so that all else the resident does gets in their way.\n\n${table(['change', 'times', 'median ms', 'longest ms'], rows)}`,
  };
}

async function timesOf(change: Change, path: string): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (let index = 0; index < change.count; index += 1) {
    const begunAtMs = performance.now();
    const text = await change.make(index);
    await untilQuick(() => readFileSync(path, 'utf8').includes(text) !== (change.isGone ?? false));
    tookMs.push(performance.now() - begunAtMs);
    // A little longer each time: no step of the resident's own is always met, or never.
    await pause((index * 37) % 600);
  }
  return tookMs;
}

/** As `until`, but looks every 3 ms: what is waited for takes about as long as its pause. */
async function untilQuick(look: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!look()) {
    if (performance.now() > deadlineMs) throw new Error('Not seen within 10 s.');
    await pause(3);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
