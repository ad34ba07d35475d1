// A terminal that a person looks at tmux by: a client of the stage's server, attached inside a second tmux, which
// tells what is on the screen, popups and all. (A control client is shown none.)
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/** A terminal on which tmux runs. It ends with the stage. */
export interface Viewer {
  /** What the screen shows. */
  screen(): Promise<string>;
  /** Presses keys, by tmux's names for them. */
  press(...keys: readonly string[]): Promise<void>;
  /** The terminal's path, which is what the stage's tmux calls its client. */
  readonly tty: string;
}

/** Opens a terminal of 130 by 40 and runs `tmux …` on it, as a person would. */
export async function openViewer(stage: Stage, ...words: readonly string[]): Promise<Viewer> {
  const outer = async (...args: readonly string[]): Promise<string> => {
    const ran = await stage.run('tmux', [
      '-S',
      join(stage.paths.root, 'viewers'),
      '-f',
      '/dev/null',
      ...args,
    ]);
    if (ran.code !== 0) throw new Error(`The viewers' tmux: ${ran.stderr}`);
    return ran.stdout;
  };
  // A server that ends with its last terminal would end with the first one that detaches.
  await outer('new-session', '-d', '-A', '-s', 'keeper', 'exec sleep 100000').catch(() => undefined);
  const tmux = ['env', '-u', 'TMUX', '-u', 'TMUX_PANE', 'tmux', ...words];
  const asked = ['-P', '-F', '#{pane_id} #{pane_tty}', '-x', '130', '-y', '40'];
  const made = await outer('new-session', '-d', ...asked, ...tmux);
  const [pane = '', tty = ''] = made.trim().split(' ');
  return {
    screen: () => outer('capture-pane', '-p', '-t', pane),
    press: async (...keys) => void (await outer('send-keys', '-t', pane, ...keys)),
    tty,
  };
}

/** Waits until a viewer's screen shows this. */
export function untilShown(stage: Stage, viewer: Viewer, text: string | RegExp): Promise<string> {
  const look = async (): Promise<string | null> => {
    const shown = await viewer.screen();
    return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) ? shown : null;
  };
  return stage.until(`the terminal shows ${String(text)}`, look, { explain: () => viewer.screen() });
}
