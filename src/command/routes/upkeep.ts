import { buildCommand } from '@stricli/core';
import type { DoctorFlags } from '../doctor/doctor.ts';
import type { NoticeFlags } from '../loss/notice.ts';
import type { SetupFlags } from '../setup/setup.ts';
import { autoRecoverWays } from '../../status/recovery-settings.ts';
import type { AutoRecoverFlags } from '../loss/auto-recover.ts';
import { exit } from '../speech.ts';
import { type Context, flag, json, value } from './words.ts';

/** `setup`: into the settings. */
export const setup = buildCommand<SetupFlags, [], Context>({
  docs: { brief: 'Put the status line into your Claude settings' },
  parameters: {
    flags: {
      json,
      yes: flag('Do not ask'),
      wrap: flag("Show another tool's line in a row of its own, below ours"),
      dryRun: flag('Say what would change and change nothing'),
      autoRecover: {
        kind: 'enum',
        values: autoRecoverWays,
        brief:
          'When tmux is attached after a loss: do nothing, ask in a popup (the default), or let the sessions wait in their panes',
        optional: true,
      },
    },
  },
  async func(flags) {
    const command = await import('../setup/setup.ts');
    this.end(await command.setup(this.world, flags));
  },
});

/** `uninstall`: out of the settings. */
export const uninstall = buildCommand<Omit<SetupFlags, 'yes' | 'wrap' | 'autoRecover'>, [], Context>({
  docs: { brief: 'Put your Claude settings back as they were' },
  parameters: { flags: { json, dryRun: flag('Say what would change and change nothing') } },
  async func(flags) {
    const command = await import('../setup/uninstall.ts');
    this.end(await command.uninstall(this.world, flags));
  },
});

/** `auto-recover`: for tmux and the resident. */
export const autoRecover = buildCommand<AutoRecoverFlags, [], Context>({
  docs: {
    brief: 'What tmux calls when somebody attaches after a loss',
    fullDescription: 'See `statusline setup --auto-recover`. Prints nothing.',
  },
  parameters: {
    flags: {
      client: value('The tmux client that attached', 'client'),
      socket: value('The tmux server', 'path'),
      notice: flag('Say what can come back where nothing else is to happen'),
      asked: flag('The user asks, by a key'),
    },
  },
  async func(flags) {
    const command = await import('../loss/auto-recover.ts');
    this.end(await command.autoRecover(this.world, flags));
  },
});

/** `doctor`: what is unprotected, and its cure. */
export const doctor = buildCommand<DoctorFlags, [], Context>({
  docs: { brief: 'Check that sessions are recorded and would come back' },
  parameters: { flags: { json, repair: flag('Mend what can be mended without losing anything') } },
  async func(flags) {
    const command = await import('../doctor/doctor.ts');
    this.end(await command.doctor(this.world, flags));
  },
});

/** `notice`: that sessions were lost. */
export const notice = buildCommand<NoticeFlags, [], Context>({
  docs: {
    brief: 'Say that sessions were lost, and how they come back',
    fullDescription: `Says that sessions were lost, and how they come back.

For your shell: put \`command -v statusline >/dev/null && statusline notice --shell\` into ~/.bashrc or ~/.zshrc, and a new
shell says once what was lost.`,
  },
  parameters: { flags: { json, shell: flag('For a shell’s rc file: once a loss, on a terminal only') } },
  async func(flags) {
    const command = await import('../loss/notice.ts');
    this.end(await command.notice(this.world, flags));
  },
});

/** What the client and tmux call on stdin and stdout: `dispatch.ts` runs it, and here it is only told of. */
export const byTheClient = (words: string, brief: string) =>
  buildCommand<object, readonly string[], Context>({
    docs: { brief, customUsage: [words] },
    parameters: {},
    func() {
      this.end(exit.done);
    },
  });
