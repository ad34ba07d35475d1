import { nameKey } from '../session/apart.ts';
import { displayName, numberLabel } from '../session/names.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { harmless } from '../text/harmless.ts';
import { maskSecrets } from '../text/secret-mask.ts';
import { renameWindows } from '../sight/window-name.ts';
import type { World } from '../world.ts';
import { knownNow, record, sessionFor } from './known.ts';
import { ownSession } from './own-session.ts';
import { complain, exit, printJson, printLines } from './speech.ts';

/** Longest name taken, in characters. */
const longest = 60;

/**
 * `statusline rename <name> | reset`: names the session of the caller (or `--session <ref>`). The name goes to
 * the journal, to a tmux window that had no name of the user's, and to Claude's own title at its next prompt.
 */
export async function rename(
  world: World,
  flags: { readonly json: boolean; readonly session: string | undefined },
  ...words: readonly string[]
): Promise<number> {
  const text = words.join(' ');
  const isReset = text === 'reset';
  const name = harmless(maskSecrets(text)).trim().slice(0, longest);
  if (!isReset && name === '')
    return complain(world, 'a name needs at least one letter; `rename reset` takes yours back');
  const registry = await knownNow(world, { all: false });
  const found =
    flags.session === undefined
      ? await ownSession(world, registry, '--session <ref>')
      : await sessionFor(world, registry, flags.session);
  if (!found.ok) return complain(world, found.failure);
  const { id } = found.value;
  const given = isReset ? null : name;
  if (!record(world, 'command', [{ kind: 'named', session: id, by: 'user', name: given }]))
    return exit.failed;
  world.ledger.settle();
  const session = world.ledger.recall([id]).sessions.get(id) ?? found.value;
  await renameWindows(world, registry, world.ledger.read().state);
  if (flags.json)
    printJson(world, { session_id: id, name: displayName(session), process_number: session.number });
  else
    printLines(world, [
      `${numberLabel(session)} is ${harmless(displayName(session))}.`,
      ...twinWords(world.ledger.read().state, session),
    ]);
  return exit.done;
}

/** Names that a user gave are theirs, so two may be the same: then at least it is said. */
function twinWords({ sessions }: Registry, { id, names, number }: Session): readonly string[] {
  const twins = [...sessions.values()].filter(
    (other) =>
      other.id !== id &&
      other.state.kind === 'live' &&
      names.user !== null &&
      other.names.user !== null &&
      nameKey(other.names.user) === nameKey(names.user),
  );
  if (twins.length === 0) return [];
  const labels = twins.map(numberLabel).join(' and ');
  return [`  You gave ${labels} that name, too: say C${number} or ${labels} to mean one of them.`];
}
