import { displayName } from '../session/names.ts';
import { sessionView } from '../session/views.ts';
import type { World } from '../world.ts';
import { knownNow, sessionFor } from './known.ts';
import { complain, exit, printJson } from './speech.ts';

/**
 * `statusline resolve <ref>`: the session id alone, for scripts. With `--pane` the pane id instead: the way
 * from a session to its pane.
 */
export async function resolve(
  world: World,
  flags: { readonly json: boolean; readonly pane: boolean },
  ref: string,
): Promise<number> {
  const found = await sessionFor(world, await knownNow(world, { all: false }), ref);
  if (!found.ok) return complain(world, found.failure);
  const { id, number, place } = found.value;
  if (flags.json) {
    const { pane_ref, tmux } = sessionView(found.value);
    printJson(world, {
      session_id: id,
      process_number: number,
      name: displayName(found.value),
      pane_id: place?.paneId ?? null,
      pane_ref,
      tmux,
    });
    return exit.done;
  }
  if (flags.pane && place === null) return complain(world, `C${number} sits in no tmux pane`);
  world.output.out(`${flags.pane ? place?.paneId : id}\n`);
  return exit.done;
}
