/** What stands where something that looked like a key was: it is never kept, so it cannot be given back. */
export const secretMask = '[secret]';

/** Whether something was masked in a text. */
export function isMasked(text: string): boolean {
  return text.includes(secretMask);
}
