import type { IconSet } from './options.ts';
import { type Form, span } from './segment.ts';
import type { Role } from './theme.ts';

/** A bar of so many cells with a space after it. Its two halves differ in shape, so that it reads without colour. */
export function bar(
  percent: number,
  look: { readonly cells: number; readonly role: Role; readonly icons: IconSet },
): Form {
  const share = Math.min(100, Math.max(0, percent)) / 100;
  // Something used is never drawn as nothing.
  const full = Math.max(Math.round(share * look.cells), share > 0 ? 1 : 0);
  const [done, rest] = look.icons === 'none' ? ['#', '-'] : ['━', '─'];
  return [span(look.role, done.repeat(full)), span('separator', `${rest.repeat(look.cells - full)} `)];
}
