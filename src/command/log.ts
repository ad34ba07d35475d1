import { parseEvent } from '../session/parse-event.ts';
import type { Event } from '../session/event.ts';
import { iso } from '../session/iso.ts';
import type { SessionId } from '../claude/session-id.ts';
import type { JournalRecord } from '../journal/ledger.ts';
import { displayName, numberLabel } from '../session/names.ts';
import type { Registry } from '../session/registry.ts';
import { harmless } from '../text/harmless.ts';
import type { World } from '../world.ts';
import { eventWords } from './event-words.ts';
import { sessionFor } from './known.ts';
import { complain, exit, jsonText } from './speech.ts';

/** How often a followed journal is looked at. */
const followEveryMs = 200;

/** `statusline log [-f] [<ref>]`: the journal, a line per event, oldest first. `--json` gives the records themselves, one per line. */
export async function log(
  world: World,
  flags: { readonly follow: boolean; readonly json: boolean },
  ref?: string,
): Promise<number> {
  const registry = world.ledger.recall(world.ledger.archivedKeys());
  const found = ref === undefined ? null : await sessionFor(world, registry, ref);
  if (found !== null && !found.ok) return complain(world, found.failure);
  const only = found?.value.id ?? null;
  // Before the first look: what comes meanwhile makes another state.
  let known = world.ledger.read().state;
  let shown = print(world, { registry, only, json: flags.json, skip: 0 });
  while (flags.follow) {
    // A journal is followed until the user interrupts: one look must follow the other.
    await world.clock.sleep(followEveryMs);
    const { state } = world.ledger.read();
    if (state === known) continue;
    known = state;
    shown = print(world, { registry: state, only, json: flags.json, skip: shown });
  }
  return exit.done;
}

interface Printing {
  readonly registry: Registry;
  readonly only: SessionId | null;
  readonly json: boolean;
  /** Records already printed (or passed over). */
  readonly skip: number;
}

function print(world: World, { registry, only, json, skip }: Printing): number {
  let count = 0;
  for (const record of world.ledger.records()) {
    count += 1;
    if (count <= skip) continue;
    const event = parseEvent(record.event);
    if (event === null || (only !== null && !isAbout(event, only))) continue;
    world.output.out(json ? `${jsonText(record)}\n` : `${line(record, event, registry)}\n`);
  }
  return count;
}

function isAbout(event: Event, session: SessionId): boolean {
  return 'session' in event && event.session === session;
}

function line(record: JournalRecord, event: Event, registry: Registry): string {
  const session = 'session' in event ? registry.sessions.get(event.session) : undefined;
  const who = session === undefined ? '' : `${numberLabel(session)} ${harmless(displayName(session))}`;
  return `${iso(record.atMs)}  ${record.by.padEnd(8)}  ${event.kind.padEnd(16)}  ${who}  ${harmless(eventWords(event))}`.trimEnd();
}
