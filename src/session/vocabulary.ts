import type { Event } from './event.ts';
import type { Activity, EndReason, Farewell, LossReason, Origin, OutcomeKind } from './session.ts';

// The closed sets of words in events, as tables: their types make a forgotten word a compile error.

/** Where a sight can come from. */
export const sources: Readonly<Record<Extract<Event, { kind: 'seen' }>['source'], true>> = {
  startup: true,
  resume: true,
  clear: true,
  compact: true,
  prompt: true,
  hook: true,
  render: true,
  'client-registry': true,
};

/** How a session can be started. */
export const origins: Readonly<Record<Origin, true>> = { interactive: true, print: true, background: true };

/** What a live session can do. */
export const activities: Readonly<Record<Activity, true>> = { working: true, waiting: true, idle: true };

/** Why a session can end. */
export const endReasons: Readonly<Record<EndReason, true>> = {
  exited: true,
  cleared: true,
  closed: true,
  'set-aside': true,
};

/** Why a session can be lost. */
export const lossReasons: Readonly<Record<LossReason, true>> = {
  crashed: true,
  'server-lost': true,
  rebooted: true,
  terminated: true,
};

/** What a dying client can see of its pane. */
export const panesAtEnd: Readonly<Record<Farewell['pane'], true>> = {
  present: true,
  gone: true,
  'server-gone': true,
  unknown: true,
};

/** Who can give a name. */
export const namers: Readonly<Record<Extract<Event, { kind: 'named' }>['by'], true>> = {
  user: true,
  client: true,
  generated: true,
  suggested: true,
};

/** What can become of a session in a recovery. */
export const outcomes: Readonly<Record<OutcomeKind, true>> = {
  restored: true,
  waiting: true,
  offered: true,
  'no-conversation': true,
  'live-elsewhere': true,
  'directory-gone': true,
  'not-started': true,
  'timed-out': true,
  refused: true,
};
