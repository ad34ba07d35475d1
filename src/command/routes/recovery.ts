import { buildCommand } from '@stricli/core';
import type { RecoverFlags } from '../recover/recover.ts';
import { type Context, count, flag, json, ref, value } from './words.ts';

const about = `Brings lost sessions back, each where it was. Without a word: the picker on a terminal, else the list; "list" only lists,
"all" means every one.

Where more than recovery.lazyAbove sessions (12) come back at once, each waits for Enter in its pane; --lazy and --now
decide otherwise.

--print writes one command a line, for any shell, and nothing happens: for the sessions that sat outside tmux (for all, where
there is no tmux), with "all" or names for those.

Exit code 0 when all that was asked for is done, 1 when something is not, 2 for wrong usage.`;

/** `recover`: what can come back, and bringing it back. */
export const recover = buildCommand<RecoverFlags, readonly string[], Context>({
  docs: {
    brief: 'Bring lost sessions back: list, all, or some by name',
    fullDescription: about,
  },
  parameters: {
    flags: {
      json,
      dryRun: flag('Print the plan and do nothing'),
      yes: flag('Do not ask: all, where nothing is named'),
      lazy: flag('Panes at once, each waits for Enter'),
      now: flag('Start them all, however many'),
      print: flag('Print the commands that resume them, for a shell without tmux; start nothing'),
      retry: flag('Also those that failed a moment ago'),
      target: value('For one session: pane, window or free index to put it', 'place'),
      from: value('Only what sat on this lost tmux server', 'server'),
      cwd: value('For one session: its directory, where that has moved', 'dir'),
      gate: { ...value('What a waiting pane asks', 'session'), hidden: true },
      jobs: {
        kind: 'parsed',
        parse: count('jobs'),
        brief: 'How many may be starting at once',
        optional: true,
        placeholder: 'n',
      },
    },
    positional: { kind: 'array', parameter: { ...ref, placeholder: 'list|all|ref' } },
  },
  async func(flags, ...words) {
    const command = await import('../recover/recover.ts');
    this.end(await command.recover(this.world, flags, ...words));
  },
});

/** `drill`: a rehearsal on a private server. */
export const drill = buildCommand<{ readonly json: boolean }, [], Context>({
  docs: { brief: 'Rehearse: restore the whole desk on a private tmux server and compare' },
  parameters: { flags: { json } },
  async func(flags) {
    const command = await import('../recover/drill.ts');
    this.end(await command.drill(this.world, flags));
  },
});
