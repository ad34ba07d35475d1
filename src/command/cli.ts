import { buildApplication, buildRouteMap, ExitCode, run, type StricliProcess } from '@stricli/core';
import type { World } from '../world.ts';
import { config, explain, preview } from './routes/looks.ts';
import { layout, log } from './routes/records.ts';
import { drill, recover } from './routes/recovery.ts';
import { list, name, rename, resolve, show, why } from './routes/sessions.ts';
import { autoRecover, doctor, notice, setup, uninstall } from './routes/upkeep.ts';
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
  },
  docs: {
    brief: 'Knows every Claude Code session on this machine, and gets every one of them back.',
    fullDescription: `Knows every Claude Code session on this machine, and gets every one of them back.

The resident, which makes the status line fast: statusline monitor [status|start|stop].
Run by Claude Code and tmux, not by you: render, hook, subagents, tmux-hook. \`--version\` tells the version.`,
    hideRoute: { 'auto-recover': true },
  },
});

const application = buildApplication<Context>(routes, {
  name: 'statusline',
  scanner: { caseStyle: 'allow-kebab-for-camel' },
  documentation: { disableAnsiColor: true },
  localization: { text: usageWords },
});

/** Runs any command but the hot ones (render, hook), and gives its exit code. */
export async function runCommand(world: World): Promise<number> {
  if (world.request.argv[0] === '--version') {
    world.output.out(`${world.versions.program}\n`);
    return exit.done;
  }
  let code: number = exit.done;
  const process: StricliProcess = {
    stdout: { write: (words: string) => world.output.out(words) },
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
