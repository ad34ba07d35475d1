import type { HookInput } from '../claude/hook-input.ts';
import type { SessionId } from '../claude/session-id.ts';
import { isSameProcess } from '../process/identity.ts';
import type { Event, SessionChanges } from './event.ts';
import { observeHook } from './observe-hook.ts';
import { isVisit } from './late-sight.ts';
import { signs, type Title } from './presence.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';
import type { Sight } from './sight.ts';

/** What a render says of its session, apart from what only the status line needs. */
interface RenderReport {
  readonly session: SessionId;
  readonly title: Title | null;
  readonly changes: SessionChanges;
}

/** One thing that was reported, with who reported it. */
export type Report =
  | { readonly kind: 'hook'; readonly input: HookInput; readonly sight: Sight }
  | { readonly kind: 'render'; readonly render: RenderReport; readonly sight: Sight };

/**
 * The events that a report adds to what is known: usually none. Pure. What it emits stays right when other
 * writers get in between, since the fold decides by the journal's order.
 */
export function observe(registry: Registry, report: Report): readonly Event[] {
  const { sight } = report;
  const id = report.kind === 'hook' ? report.input.session : report.render.session;
  const session = registry.sessions.get(id) ?? null;
  if (session !== null && isVisit(session, sight)) return [];
  const neighbours = (): readonly Session[] => neighboursOf(registry, sight, id);
  if (report.kind === 'hook') return observeHook(session, report.input, { sight, neighbours });
  const { changes, title } = report.render;
  return signs(session, { id, source: 'render', changes, sight, neighbours }, title);
}

function neighboursOf({ sessions }: Registry, { process }: Sight, id: SessionId): readonly Session[] {
  if (process === null) return [];
  return [...sessions.values()].filter(
    (other) =>
      other.id !== id && other.process !== null && isSameProcess(other.process.identity, process.identity),
  );
}
