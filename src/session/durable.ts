import type { Event } from './event.ts';

/**
 * Whether an event must survive power loss before its writer goes on. Those that recovery is built from do;
 * prompts and activity may lag by what the kernel had not yet written.
 */
const isDurable: Readonly<Record<Event['kind'], boolean>> = {
  seen: true,
  changed: false,
  pane_migrated: true,
  prompted: false,
  activity: false,
  farewell: true,
  ended: true,
  lost: true,
  named: true,
  described: false,
  recovery_claimed: true,
  recovery_settled: true,
  recovery_run: true,
  desk: true,
  imported: true,
  numbered_from: true,
};

/** True when any of the events must survive power loss: a start, an end, a move, a change of directory. */
export function mustBeDurable(events: readonly Event[]): boolean {
  return events.some(
    (event) =>
      isDurable[event.kind] ||
      (event.kind === 'changed' && (event.changes.cwd ?? event.changes.projectDir) !== undefined),
  );
}
