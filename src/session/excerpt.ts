import { harmless } from '../text/harmless.ts';
import { maskSecrets } from '../text/secret-mask.ts';

/** Longest excerpt kept, in cells: enough to recognise a prompt by, short enough for one journal page. */
const longestCells = 160;
/** Read of a text: far more than is kept, so that what is masked does not bring the end of the reading into sight. */
const charsRead = 8192;

/** The start of a foreign text on one line, harmless to print and with what looks like credentials masked. */
export function excerpt(text: string): string {
  // Masked before it is cut: half a key is a secret, too, and looks like none.
  const masked = maskSecrets(harmless(text.slice(0, charsRead), Number.POSITIVE_INFINITY));
  // Widths are measured character by character: no more of them than can count.
  return harmless(masked.slice(0, 8 * longestCells), longestCells);
}
