import type { Activity } from '../../session/session.ts';
import { harmless } from '../../text/harmless.ts';
import { icon } from '../icons.ts';
import { segment, span } from '../segment.ts';
import type { Role } from '../theme.ts';
import type { Widget } from '../widget.ts';

const roles: Readonly<Record<Activity, Role>> = { working: 'good', waiting: 'warn', idle: 'muted' };

/** What the session does now, and what it waits for. */
export const state: Widget = ({ facts: { session }, icons }) => {
  if (session?.state.kind !== 'live') return null;
  const { activity, waitingFor } = session.state;
  const role = roles[activity];
  const sign = icons === 'none' ? '' : icon(activity, icons);
  const reason = activity === 'waiting' ? harmless(waitingFor ?? '', 24) : '';
  const word = span(role, sign === '' ? activity : `${sign} ${activity}`);
  return segment(60, reason === '' ? null : [word, span('muted', `: ${reason}`)], [word], [span(role, sign)]);
};
