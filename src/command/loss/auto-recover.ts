import { listCandidates } from '../../recovery/candidates.ts';
import { gather } from '../../recovery/gather.ts';
import type { Registry } from '../../session/registry.ts';
import { waitForDying } from '../../sight/dying.ts';
import type { AutoRecover } from '../../status/recovery-settings.ts';
import { askAttached, readAttached, type AttachedClient } from '../../tmux/clients.ts';
import { literal } from '../../tmux/format.ts';
import { socketInHint } from '../../tmux/hint.ts';
import type { World } from '../../world.ts';
import { clientToGreet } from './client-to-greet.ts';
import { counted } from '../doctor/check.ts';
import { registryNow } from '../first-use.ts';
import { knownNow } from '../known.ts';
import { carry, everything, optionsFor, plainly, planNow } from '../recover/run.ts';
import { waitingWords } from '../recover/words.ts';
import { autoRecoverNow } from '../config/recovery.ts';
import { exit } from '../speech.ts';
import { isTold, markTold } from './told.ts';

/** What calls, and about whom. */
export interface AutoRecoverFlags {
  /** The tmux client that attached just now; any that did after the loss where it is not given. */
  readonly client: string | undefined;
  /** The server; the caller's own where it is not given. */
  readonly socket: string | undefined;
  /** A line says what can come back where nothing else is to happen. */
  readonly notice: boolean;
  /** The user asks by a key: told or not, and whatever is configured. */
  readonly asked: boolean;
}

/**
 * `statusline auto-recover`: what tmux and the resident call when somebody attaches. After a loss, once, the client is
 * asked by a popup, or every session waits in its pane, or a line says that they can come back. Of several
 * callers at once one acts. Says nothing itself, and always exits 0: nobody would read it.
 */
export async function autoRecover(world: World, flags: AutoRecoverFlags): Promise<number> {
  const way = flags.asked ? 'ask' : autoRecoverNow(world);
  const socketPath = flags.socket ?? socketInHint(world.request.env['TMUX']);
  if ((way === 'off' && !flags.notice) || socketPath === null) return exit.done;
  if (registryNow(world).sessions.size === 0 && !flags.asked) return exit.done;
  const claim = world.claims.take('auto-recover');
  // Whoever has it sees to it.
  if (claim === null) return exit.done;
  try {
    await greet(calledFrom(world, socketPath), flags, { way, socketPath });
  } finally {
    claim.giveBack();
  }
  return exit.done;
}

/** The same world, called from this server: the environment may be of somebody who sat on another one. */
function calledFrom(world: World, socketPath: string): World {
  const { request } = world;
  const env = { ...request.env, TMUX: `${socketPath},0,0` };
  return { ...world, request: { ...request, env } };
}

/** Where and how. */
interface Greeting {
  readonly way: AutoRecover;
  readonly socketPath: string;
}

async function greet(world: World, flags: AutoRecoverFlags, { way, socketPath }: Greeting): Promise<void> {
  await waitForDying(world, registryNow(world));
  const registry = await knownNow(world, { all: false });
  if (!flags.asked && isTold(world, 'attach', registry)) return;
  const client = await clientNow(world, flags, { registry, socketPath });
  if (client === null) return;
  const facts = await gather(world, registry, optionsFor(world, plainly, everything));
  const able = listCandidates(facts).filter((each) => (flags.asked ? each.isRecoverable : each.isInAll));
  const there = { socketPath, client };
  if (able.length === 0) {
    if (flags.asked) await say(world, there, 'Nothing is lost that could come back.');
    return;
  }
  const offer = `${counted(able.length, 'lost session')} can come back: statusline recover`;
  if (way === 'lazy') return restoreLazily(world, registry, there);
  if (way === 'ask' && (await ask(world, there)) !== 'no popups') return;
  if (await say(world, there, offer)) markTold(world, 'attach', registry);
}

async function clientNow(
  world: World,
  flags: AutoRecoverFlags,
  { registry, socketPath }: { readonly registry: Registry; readonly socketPath: string },
): Promise<AttachedClient | null> {
  const printed = await world.tmux.run(socketPath, [askAttached]);
  const attached = printed.ok ? readAttached(printed.value) : null;
  if (attached === null) return null;
  return clientToGreet(attached, {
    named: flags.client ?? null,
    isAsked: flags.asked,
    nowMs: world.clock.nowMs(),
    registry,
    isOurTerminal: (tty) => {
      const look = world.files.look(tty);
      return look.ok && look.value !== null && look.value.isOurs;
    },
  });
}

/** A client on its server. */
interface At {
  readonly socketPath: string;
  readonly client: AttachedClient;
}

/** Nobody thinks for longer about a popup. */
const longestThoughtMs = 24 * 3600_000;

/**
 * The picker, in a popup; the picker itself remembers that this loss was told. tmux opens none over another popup or
 * menu, and says nothing then: the next who attaches is asked.
 */
async function ask(world: World, { socketPath, client }: At): Promise<'asked' | 'no popups'> {
  const { paths, request } = world;
  const { CLAUDE_CONFIG_DIR: configDir } = request.env;
  const words = [
    'env',
    `STATUSLINE_INSTANCES_DIR=${paths.instances}`,
    ...(configDir === undefined ? [] : [`CLAUDE_CONFIG_DIR=${configDir}`]),
    paths.node,
    `${paths.program}/statusline.js`,
    'recover',
  ];
  const size = ['-w', '90%', '-h', '90%'];
  // -EE: what went wrong stays there to be read.
  const done = await world.tmux.run(
    socketPath,
    [['display-popup', '-EE', '-c', client.name, '-t', `${client.sessionId}:`, ...size, ...words]],
    { timeoutMs: longestThoughtMs },
  );
  return !done.ok && done.failure.kind === 'refused' && /unknown command/.test(done.failure.message)
    ? 'no popups'
    : 'asked';
}

/** A line in the client's status line. False where it could not be shown. */
async function say(world: World, { socketPath, client }: At, text: string): Promise<boolean> {
  const shown = await world.tmux.run(socketPath, [['display-message', '-c', client.name, literal(text)]]);
  return shown.ok;
}

async function restoreLazily(world: World, registry: Registry, at: At): Promise<void> {
  // First: should it fail, it is not tried at every attach.
  if (!markTold(world, 'attach', registry)) return;
  const options = optionsFor(world, plainly, { ...everything, isLazy: true });
  const planned = await planNow(world, registry, { options, lazyAbove: null });
  const results = await carry(world, planned, { jobs: undefined, onProgress: () => undefined });
  const words = waitingWords(results);
  if (words !== null) await say(world, at, words);
}
