import { parseSessionId } from '../claude/session-id.ts';
import type { Event } from './event.ts';

/** Whether each kind is about one session. The type makes a forgotten kind a compile error. */
const isAboutSession: Readonly<Record<Event['kind'], boolean>> = {
  seen: true,
  changed: true,
  pane_migrated: true,
  prompted: true,
  activity: true,
  farewell: true,
  ended: true,
  lost: true,
  named: true,
  described: true,
  recovery_claimed: true,
  recovery_settled: true,
  recovery_run: false,
  desk: false,
  imported: true,
  numbered_from: false,
};

/**
 * The event in a sound record, or null for a kind of a newer version. The record's checksum vouches that
 * the members are as this program (or an older one of the same record version) wrote them, so only what
 * later code builds on blindly is checked here: the kind, and the id that becomes a file name.
 */
export function parseEvent(value: unknown): Event | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(isAboutSession, kind)) return null;
  // Object.hasOwn has just shown it to be one of the table's keys.
  const needsSession = isAboutSession[kind as Event['kind']];
  if (needsSession && parseSessionId('session' in value ? value.session : null) === null) return null;
  // See above: the checksum vouches for the members.
  return value as Event;
}
