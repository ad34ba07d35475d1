import { buildApplication, buildRouteMap, ExitCode, run, type StricliProcess } from '@stricli/core';
import type { World } from '../world.ts';
import { config, explain, preview } from './routes/looks.ts';
import { layout, log } from './routes/records.ts';
import { drill, recover } from './routes/recovery.ts';
import { list, name, rename, resolve, show, why } from './routes/sessions.ts';
import { autoRecover, byTheClient, doctor, notice, setup, uninstall } from './routes/upkeep.ts';
import type { Context } from './routes/words.ts';
import { exit } from './speech.ts';
import { usageWords } from './usage-words.ts';

const routes = buildRouteMap({
  routes: {
    list,
    show,
    why,
    resolve,
    rename,
    name,
    log,
    layout,
    recover,
    drill,
    notice,
    doctor,
    setup,
    uninstall,
    'auto-recover': autoRecover,
    preview,
    explain,
    config,
    render: byTheClient('', 'Draws the status line: JSON of the client on stdin, lines on stdout.'),
    hook: byTheClient('<Event>', 'Records what a hook of the client says: JSON on stdin. Always exits 0.'),
    subagents: byTheClient('', 'Draws the rows of sub-agents: JSON of the client on stdin, lines on stdout.'),
    'tmux-hook': byTheClient('<event>', 'Captures the desk of the tmux server that calls it anew.'),
  },
  docs: {
    brief: 'Knows every Claude Code session on this machine, and gets every one of them back.',
    fullDescription: `Knows every Claude Code session on this machine, and gets every one of them back.

The resident, which makes the status line fast: statusline monitor [status|start|stop].
Run by Claude Code and tmux, not by you: render, hook, subagents, tmux-hook. \`--version\` tells the version.`,
    hideRoute: { 'auto-recover': true, render: true, hook: true, subagents: true, 'tmux-hook': true },
  },
});

/** That a flag is off where it is not given needs no saying. */
const saysNothing = / *\[default = false\]/g;

/** Runs any command but the hot ones (render, hook), and gives its exit code. */
export async function runCommand(world: World): Promise<number> {
  if (world.request.argv[0] === '--version') {
    world.output.out(`${world.versions.program}\n`);
    return exit.done;
  }
  const application = buildApplication<Context>(routes, {
    name: 'statusline',
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: { disableAnsiColor: true },
    localization: { text: usageWords(world.request.argv[0] ?? '') },
  });
  let code: number = exit.done;
  const process: StricliProcess = {
    // Only helps come this way.
    stdout: { write: (words: string) => world.output.out(words.replaceAll(saysNothing, '')) },
    stderr: { write: (words: string) => world.output.err(words) },
    env: {},
    exitCode: null,
  };
  await run(application, world.request.argv, { process, world, end: (given) => (code = given) });
  switch (process.exitCode) {
    case undefined:
    case null:
    case ExitCode.Success:
      return code;
    case ExitCode.UnknownCommand:
    case ExitCode.InvalidArgument:
      return exit.usage;
    default:
      return exit.failed;
  }
}
