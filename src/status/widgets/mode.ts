import { harmless } from '../../text/harmless.ts';
import { segment, span } from '../segment.ts';
import type { Role } from '../theme.ts';
import type { Widget } from '../widget.ts';

interface Words {
  readonly long: string;
  readonly short: string;
  readonly role: Role;
}

const known: Readonly<Record<string, Words>> = {
  plan: { long: 'plan mode', short: 'plan', role: 'accent' },
  acceptEdits: { long: 'accepts edits', short: 'edits', role: 'warn' },
  auto: { long: 'auto mode', short: 'auto', role: 'warn' },
  dontAsk: { long: 'asks nothing', short: 'no ask', role: 'warn' },
  bypassPermissions: { long: 'bypasses permissions', short: 'bypass', role: 'bad' },
};

/** The permission mode, where it is not the ordinary one. */
export const mode: Widget = ({ facts: { session } }) => {
  const word = session?.permissionMode ?? 'default';
  if (word === 'default') return null;
  const unknown = harmless(word, 20);
  const words = known[word] ?? { long: unknown, short: unknown, role: 'accent' as const };
  // That nothing is asked any more must not be dropped before prices and clocks.
  const priority = words.role === 'bad' ? 80 : 52;
  return segment(priority, [span(words.role, words.long)], [span(words.role, words.short)]);
};
