import { renderSubagents } from '../../status/subagents.ts';
import { terminalFacts } from '../../status/terminal.ts';
import type { World } from '../../world.ts';
import { configurationNow } from '../config/file.ts';
import { exit } from '../speech.ts';

/** `statusline subagents`: the client's JSON of its sub-agents in, a row for each out. Exit 0 whatever came in. */
export async function subagents(world: World): Promise<number> {
  const json = await world.request.stdin();
  const { options } = configurationNow(world);
  const around = { terminal: terminalFacts(world.request.env, null), nowMs: world.clock.nowMs() };
  const rows = renderSubagents(json, around, options);
  if (rows !== '') world.output.out(`${rows}\n`);
  return exit.done;
}
