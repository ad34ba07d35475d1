import { mustBeDurable } from '../session/durable.ts';
import type { Event } from '../session/event.ts';
import type { Registry } from '../session/registry.ts';
import { resolveRef } from '../session/refs.ts';
import type { Session } from '../session/session.ts';
import { look } from '../sight/look.ts';
import { callerServer } from '../sight/who.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';
import { registryNow } from './first-use.ts';
import { refFailureWords } from './words.ts';

/** Keeps the events; false (after saying so on stderr) when the journal cannot take them. */
export function record(world: World, by: string, events: readonly Event[]): boolean {
  if (events.length === 0) return true;
  const kept = world.ledger.append(events, { by, durable: mustBeDurable(events) });
  if (kept.ok) return true;
  const { code, path } = kept.failure;
  world.output.err(
    `statusline: nothing was recorded: ${path} could not be written (${code}); free space or mend its permissions, then try again\n`,
  );
  return false;
}

/**
 * The registry with its live sessions just looked at: what has died meanwhile is recorded with its cause,
 * and what lives unknown to us is taken in. With `all`, archived sessions are there too.
 */
export async function knownNow(world: World, options: { readonly all: boolean }): Promise<Registry> {
  record(world, 'command', await look(world, registryNow(world)));
  world.ledger.settle();
  return options.all ? world.ledger.recall(world.ledger.archivedKeys()) : world.ledger.read().state;
}

/** The one session that a reference means, archived ones included; the failure is a sentence. */
export async function sessionFor(
  world: World,
  registry: Registry,
  ref: string,
): Promise<Result<Session, string>> {
  const context = { server: await callerServer(world), cwd: world.request.cwd };
  const found = resolveRef(registry, ref, context);
  if (found.ok) return ok(found.value);
  if (found.failure.kind === 'ambiguous') return failed(refFailureWords(found.failure));
  const archived = resolveRef(world.ledger.recall(world.ledger.archivedKeys()), ref, context);
  return archived.ok ? ok(archived.value) : failed(refFailureWords(archived.failure));
}
