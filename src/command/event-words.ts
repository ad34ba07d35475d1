import type { Event } from '../session/event.ts';
import { assertNever } from '../text/result.ts';

/** What an event says beyond its kind, in a few words. Not yet harmless: it quotes names, prompts and paths. */
export function eventWords(event: Event): string {
  switch (event.kind) {
    case 'seen':
      return seenWords(event);
    case 'changed':
      return Object.entries(event.changes)
        .map(([key, value]) => `${key} ${value}`)
        .join(', ');
    case 'pane_migrated':
      return `to ${event.to.sessionName}:${event.to.windowIndex}.${event.to.paneIndex} "${event.to.windowName}"`;
    case 'prompted':
      return event.excerpt;
    case 'activity':
      return withDetail(event.activity, event.waitingFor);
    case 'farewell':
      return `"${event.farewell.reason}", pane ${event.farewell.pane}`;
    case 'ended':
    case 'lost':
      return `${event.reason}: ${event.evidence.join('; ')}`;
    case 'named':
      return `${event.by}: ${event.name ?? '(taken back)'}`;
    case 'described':
      return event.summary ?? event.task ?? event.description ?? '';
    case 'recovery_claimed':
      return `by recovery ${event.recoveryId}`;
    case 'recovery_settled':
      return withDetail(event.outcome, event.detail);
    case 'recovery_run':
      return `${Object.keys(event.outcomes).length} sessions`;
    case 'desk':
      return `${event.server.socketPath}: ${event.windows.length} windows new or changed, ${event.gone.length} gone`;
    case 'imported':
      return event.name ?? '';
    case 'numbered_from':
      return `C${event.next}`;
    default:
      return assertNever(event);
  }
}

function seenWords({ source, process, place }: Extract<Event, { kind: 'seen' }>): string {
  const pid = process === null ? [] : [`process ${process.identity.pid}`];
  const pane = place === null ? [] : [`pane ${place.paneId}`];
  return [source, ...pid, ...pane].join(', ');
}

function withDetail(word: string, detail: string | null): string {
  return detail === null ? word : `${word}: ${detail}`;
}
