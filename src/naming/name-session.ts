import { noConversation } from '../claude/conversation.ts';
import type { SessionId } from '../claude/session-id.ts';
import type { Event } from '../session/event.ts';
import { nameKey } from '../session/apart.ts';
import { displayName, givenName } from '../session/names.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { renameWindows } from '../sight/window-name.ts';
import type { World } from '../world.ts';
import { askModel, type NoAnswer } from './ask.ts';
import type { Answer } from './answer.ts';
import type { NamingConfig } from './config.ts';
import { namingConfig } from './configured.ts';
import { fallbackName } from './fallback.ts';
import { distinctName } from './names.ts';
import { dueNow } from './policy.ts';
import { questionText } from './question.ts';
import { titleEvents } from './titles.ts';

/** What naming a session came to. */
export type Naming =
  | { readonly kind: 'named'; readonly session: Session; readonly without: NoAnswer | null }
  /** Nothing had to be asked by now. */
  | { readonly kind: 'not-due' }
  | { readonly kind: 'off' }
  /** Another process names this one, or too many others. */
  | { readonly kind: 'busy' }
  /** No model answered, and no name without one is wanted. */
  | { readonly kind: 'failed'; readonly failure: NoAnswer }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-recorded' };

/** A client that answers takes some 250 MB: a fleet that ends its turns at once is named a few at a time. */
const slots = 4;
const waitForSlotMs = 150_000;
const lookAgainMs = 500;

/**
 * Asks about one session and keeps what it is told. With `onlyIfDue` the policy is asked again first, by what the
 * journal says by then: of two that were started for one session, the second finds nothing left to do.
 */
export async function nameSession(
  world: World,
  id: SessionId,
  how: { readonly onlyIfDue: boolean },
): Promise<Naming> {
  const config = namingConfig(world);
  if (config.backend === 'off') return { kind: 'off' };
  const claim = await takeSlot(world, id);
  if (claim === null) return { kind: 'busy' };
  try {
    const session = world.ledger.read().state.sessions.get(id);
    if (session === undefined) return { kind: 'unknown' };
    if (how.onlyIfDue && dueNow(session, config) === null) return { kind: 'not-due' };
    return await nameNow(world, session, { config, isNewName: !how.onlyIfDue });
  } finally {
    claim.giveBack();
  }
}

/** A session's slot is always the same, so nobody else names it meanwhile. */
async function takeSlot(world: World, id: SessionId): Promise<ReturnType<World['claims']['take']>> {
  const name = `namer-${Number.parseInt(id.slice(0, 2), 16) % slots}`;
  for (let waitedMs = 0; waitedMs < waitForSlotMs; waitedMs += lookAgainMs) {
    const claim = world.claims.take(name);
    if (claim !== null) return claim;
    await world.clock.sleep(lookAgainMs);
  }
  return null;
}

interface How {
  readonly config: NamingConfig;
  /** A name that was generated before gives way to a new one. */
  readonly isNewName: boolean;
}

async function nameNow(world: World, session: Session, { config, isNewName }: How): Promise<Naming> {
  const before = world.ledger.read().state;
  const conversation =
    session.transcriptPath === null ? noConversation : world.client.conversation(session.transcriptPath);
  keep(world, titleEvents(session, conversation));
  const text = questionText({ session, conversation, taken: othersIn(before, session).map(displayName) });
  const asked = await askModel(world, session, { text, config });
  const isAnswered = asked.ok || mayFallBack(session, config);
  const prompts = [...conversation.firstPrompts, session.lastPrompt?.excerpt ?? ''];
  const answer = asked.ok ? asked.value : withoutModel(prompts, session);
  const isKept = !isAnswered || keep(world, eventsOf(world, session, answer, isNewName));
  world.ledger.settle();
  const { state } = world.ledger.read();
  await renameWindows(world, before, state);
  if (!isKept) return { kind: 'not-recorded' };
  const named = state.sessions.get(session.id) ?? session;
  const without = asked.ok ? null : asked.failure;
  return without !== null && !isAnswered
    ? { kind: 'failed', failure: without }
    : { kind: 'named', session: named, without };
}

function keep(world: World, events: readonly Event[]): boolean {
  return world.ledger.append(events, { by: 'namer', durable: true }).ok;
}

/** A name without a model is better than none; once there is one, only a model has more to say. */
function mayFallBack({ names }: Session, { backend }: NamingConfig): boolean {
  return names.generated === null && (backend === 'auto' || backend === 'fallback');
}

function withoutModel(prompts: readonly string[], { projectDir, cwd }: Session): Answer {
  return {
    name: fallbackName(prompts, projectDir ?? cwd),
    task: null,
    description: null,
    summary: null,
  };
}

/**
 * What the answer adds. The registry is read again: the fleet may have changed while the model thought. Of two
 * that come to one name at the same moment the journal's second is called apart.
 */
function eventsOf(world: World, session: Session, answer: Answer, isNewName: boolean): readonly Event[] {
  const { state } = world.ledger.read();
  const described = descriptionOf(session, answer);
  const hasName = (state.sessions.get(session.id) ?? session).names.generated !== null;
  if (hasName && (!isNewName || answer.name === null)) return described;
  const wanted = answer.name ?? fallbackName([], session.projectDir ?? session.cwd) ?? 'Session';
  const name = distinctName(wanted, session.number, takenIn(state, session));
  return [{ kind: 'named', session: session.id, by: 'generated', name }, ...described];
}

/** What was said beyond a name; nothing where nothing was, so that it is asked for again soon. */
function descriptionOf({ id, prompts }: Session, { task, description, summary }: Answer): readonly Event[] {
  if (task === null && description === null && summary === null) return [];
  return [
    {
      kind: 'described',
      session: id,
      ...(task !== null && { task }),
      ...(description !== null && { description }),
      ...(summary !== null && { summary }),
      ...(prompts > 0 && { atPrompts: prompts }),
    },
  ];
}

/** The sessions whose names must stay theirs: those that live, and those that can come back. */
function othersIn({ sessions }: Registry, { id }: Session): readonly Session[] {
  return [...sessions.values()].filter(
    (other) => other.id !== id && (other.state.kind === 'live' || other.state.kind === 'lost'),
  );
}

function takenIn(registry: Registry, session: Session): ReadonlySet<string> {
  const names = othersIn(registry, session).flatMap((other) => [givenName(other), other.names.generated]);
  return new Set(names.flatMap((name) => (name === null ? [] : [nameKey(name)])));
}
