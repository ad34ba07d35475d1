import type { HookInput } from '../claude/hook-input.ts';
import type { SessionId } from '../claude/session-id.ts';
import type { Event, SessionChanges } from './event.ts';
import { observeHook } from './observe-hook.ts';
import { presence, titled } from './presence.ts';
import type { Registry } from './registry.ts';
import type { Sight } from './sight.ts';

/** What a render says of its session, apart from what only the status line needs. */
export interface RenderReport {
  readonly session: SessionId;
  readonly title: string | null;
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
  if (report.kind === 'hook') {
    const session = registry.sessions.get(report.input.session) ?? null;
    return observeHook(session, report.input, report.sight);
  }
  const { render, sight } = report;
  const session = registry.sessions.get(render.session) ?? null;
  return [
    ...presence(session, { id: render.session, source: 'render', changes: render.changes, sight }),
    ...titled(session, render.session, render.title),
  ];
}
