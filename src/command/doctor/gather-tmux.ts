import { dirname } from 'node:path';
import type { Registry } from '../../session/registry.ts';
import { surveyServers } from '../../sight/servers.ts';
import { shellWord } from '../../text/shell-word.ts';
import { hintedPane } from '../../tmux/hint.ts';
import { serverKey } from '../../tmux/place.ts';
import type { World } from '../../world.ts';
import { shownPath } from '../speech.ts';
import type { CallerTmux, SilentServer, TmuxFacts } from './tmux.ts';

/** Looks at tmux: the program, its sockets, and the terminals that show the caller. */
export async function gatherTmux(world: World, registry: Registry): Promise<TmuxFacts> {
  const directory = dirname(world.tmux.defaultSocket());
  const look = world.files.look(directory);
  const version = await world.tmux.version();
  return {
    version,
    directory: shownPath(world, directory),
    directoryWord: shellWord(directory),
    look: look.ok ? look.value : null,
    silent: version === null ? [] : await silentServers(world, registry),
    caller: version === null ? null : await callerTmux(world),
  };
}

async function silentServers(world: World, registry: Registry): Promise<readonly SilentServer[]> {
  const survey = await surveyServers(world, registry);
  const servers = new Map(
    [...registry.sessions.values()].flatMap(({ state, place }) =>
      state.kind === 'live' && place !== null ? [[serverKey(place.server), place.server] as const] : [],
    ),
  );
  return [...servers.values()]
    .filter((server) => survey.liveness(server) === 'unknown')
    .map(({ pid, socketPath }) => {
      const look = world.files.look(socketPath);
      return { pid, socket: shownPath(world, socketPath), hasSocket: !look.ok || look.value !== null };
    });
}

async function callerTmux(world: World): Promise<CallerTmux | null> {
  const hint = hintedPane(world.request.env);
  if (hint === null) return null;
  const terminals = await world.tmux.run(hint.socketPath, [
    ['list-clients', '-t', hint.paneId, '-F', 'features:#{client_termfeatures}'],
  ]);
  if (!terminals.ok) return null;
  const wanted = await world.tmux.run(hint.socketPath, [['show-options', '-sv', 'terminal-features']]);
  return {
    terminals: lines(terminals.value).map((line) => line.slice('features:'.length).split(',')),
    wanted: wanted.ok ? wantedByAll(lines(wanted.value)) : [],
    isClientTold: world.request.env['CLAUDE_CODE_TMUX_TRUECOLOR'] !== undefined,
  };
}

function lines(printed: string): readonly string[] {
  return printed.split('\n').filter((line) => line !== '');
}

/** Of `xterm*:clipboard:title` and `*:RGB:hyperlinks`, what is asked for any terminal. */
function wantedByAll(entries: readonly string[]): readonly string[] {
  return entries.flatMap((entry) => (entry.startsWith('*:') ? entry.split(':').slice(1) : []));
}
