import {
  buildApplication,
  buildChoiceParser,
  buildCommand,
  buildRouteMap,
  ExitCode,
  numberParser,
  run,
  type CommandContext,
  type StricliProcess,
} from '@stricli/core';
import type { World } from '../world.ts';
import type { RecoverFlags } from './recover.ts';
import type { SetupFlags } from './setup.ts';
import { exit } from './speech.ts';

/** What every command gets: the world, and where to leave its exit code. */
interface Context extends CommandContext {
  readonly world: World;
  readonly end: (code: number) => void;
}

const json = {
  kind: 'boolean',
  brief: 'Print stable JSON on stdout and nothing else',
  default: false,
} as const;
const all = { kind: 'boolean', brief: 'Every session ever seen', default: false } as const;
const text = (input: string): string => input;
const ref = {
  brief: 'A session: an id or its start, C7, a name, %12, main:2.1, or a directory',
  parse: text,
  placeholder: 'ref',
} as const;

const list = buildCommand<{ readonly all: boolean; readonly json: boolean }, [], Context>({
  docs: { brief: 'The sessions that live or can come back' },
  parameters: { flags: { all, json } },
  async func(flags) {
    const command = await import('./list.ts');
    this.end(await command.list(this.world, flags));
  },
});

const show = buildCommand<{ readonly json: boolean }, [string], Context>({
  docs: { brief: 'One session, whole' },
  parameters: { flags: { json }, positional: { kind: 'tuple', parameters: [ref] } },
  async func(flags, session) {
    const command = await import('./show.ts');
    this.end(await command.show(this.world, flags, session));
  },
});

const why = buildCommand<{ readonly json: boolean }, [string], Context>({
  docs: { brief: "The evidence behind a session's state and place" },
  parameters: { flags: { json }, positional: { kind: 'tuple', parameters: [ref] } },
  async func(flags, session) {
    const command = await import('./why.ts');
    this.end(await command.why(this.world, flags, session));
  },
});

const resolve = buildCommand<{ readonly json: boolean; readonly pane: boolean }, [string], Context>({
  docs: { brief: 'Print the id of the session that a reference means' },
  parameters: {
    flags: { json, pane: { kind: 'boolean', brief: 'Print its pane id instead', default: false } },
    positional: { kind: 'tuple', parameters: [ref] },
  },
  async func(flags, session) {
    const command = await import('./resolve.ts');
    this.end(await command.resolve(this.world, flags, session));
  },
});

const rename = buildCommand<
  { readonly json: boolean; readonly session: string | undefined },
  readonly string[],
  Context
>({
  docs: { brief: 'Name the session of this pane; `reset` takes the name back' },
  parameters: {
    flags: {
      json,
      session: {
        kind: 'parsed',
        parse: text,
        brief: 'Another session than this pane’s',
        optional: true,
        placeholder: 'ref',
      },
    },
    positional: {
      kind: 'array',
      parameter: { brief: 'The name, or `reset`', parse: text, placeholder: 'name' },
      minimum: 1,
    },
  },
  async func(flags, ...words) {
    const command = await import('./rename.ts');
    this.end(await command.rename(this.world, flags, ...words));
  },
});

const log = buildCommand<{ readonly follow: boolean; readonly json: boolean }, [string?], Context>({
  docs: { brief: 'The journal, readable' },
  parameters: {
    flags: { json, follow: { kind: 'boolean', brief: 'Go on with what is added', default: false } },
    aliases: { f: 'follow' },
    positional: { kind: 'tuple', parameters: [{ ...ref, optional: true }] },
  },
  async func(flags, session) {
    const command = await import('./log.ts');
    this.end(await command.log(this.world, flags, session));
  },
});

const layout = buildCommand<{ readonly json: boolean }, ['show' | 'save'], Context>({
  docs: { brief: 'Draw the captured windows and panes as boxes; `save` only captures' },
  parameters: {
    flags: { json },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'show or save',
          parse: buildChoiceParser(['show', 'save']),
          placeholder: 'show|save',
          default: 'show',
        },
      ],
    },
  },
  async func(flags, action) {
    const command = await import('./layout.ts');
    this.end(await command.layout(this.world, flags, action));
  },
});

const flag = (brief: string) => ({ kind: 'boolean', brief, default: false }) as const;
const value = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: text, brief, optional: true, placeholder }) as const;

const recover = buildCommand<RecoverFlags, readonly string[], Context>({
  docs: { brief: 'Bring lost sessions back: list, all, or some by name' },
  parameters: {
    flags: {
      json,
      dryRun: flag('Print the plan and do nothing'),
      yes: flag('Do not ask'),
      lazy: flag('Panes at once, each waits for Enter'),
      retry: flag('Also those that failed a moment ago'),
      target: value('For one session: pane, window or free index to put it', 'place'),
      from: value('Only what sat on this lost tmux server', 'server'),
      cwd: value('For one session: its directory, where that has moved', 'dir'),
      jobs: {
        kind: 'parsed',
        parse: numberParser,
        brief: 'How many may be starting at once',
        optional: true,
        placeholder: 'n',
      },
    },
    positional: { kind: 'array', parameter: { ...ref, placeholder: 'list|all|ref' } },
  },
  async func(flags, ...words) {
    const command = await import('./recover.ts');
    this.end(await command.recover(this.world, flags, ...words));
  },
});

const setup = buildCommand<SetupFlags, [], Context>({
  docs: { brief: 'Put the status line into your Claude settings' },
  parameters: {
    flags: { json, yes: flag('Do not ask'), dryRun: flag('Say what would change and change nothing') },
  },
  async func(flags) {
    const command = await import('./setup.ts');
    this.end(await command.setup(this.world, flags));
  },
});

const uninstall = buildCommand<Omit<SetupFlags, 'yes'>, [], Context>({
  docs: { brief: 'Put your Claude settings back as they were' },
  parameters: { flags: { json, dryRun: flag('Say what would change and change nothing') } },
  async func(flags) {
    const command = await import('./uninstall.ts');
    this.end(await command.uninstall(this.world, flags));
  },
});

const routes = buildRouteMap({
  routes: { list, show, why, resolve, rename, log, layout, recover, setup, uninstall },
  docs: {
    brief: 'Knows every Claude Code session on this machine, and gets every one of them back.',
    hideRoute: {},
  },
});

const application = buildApplication<Context>(routes, {
  name: 'statusline',
  scanner: { caseStyle: 'allow-kebab-for-camel' },
  documentation: { disableAnsiColor: true },
});

/** Runs any command but the hot ones (render, hook), and gives its exit code. */
export async function runCommand(world: World): Promise<number> {
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
