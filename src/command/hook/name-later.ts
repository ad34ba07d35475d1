import { namingConfig } from '../../naming/configured.ts';
import { dueNow } from '../../naming/policy.ts';
import type { Session } from '../../session/session.ts';
import type { World } from '../../world.ts';

/** At the end of a turn: where the session is due for a name or a description, somebody else is sent for it. */
export async function nameLater(world: World, session: Session): Promise<void> {
  if (dueNow(session, namingConfig(world)) !== null) await world.later(['name', '--due', session.id]);
}
