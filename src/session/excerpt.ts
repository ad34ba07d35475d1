import { harmless } from '../text/harmless.ts';

/** Longest excerpt kept, in characters: enough to recognise a prompt by, short enough for one journal page. */
const longest = 160;

/** Things that look like credentials. They must not reach our files, whatever a user pastes into a prompt. */
const secrets =
  /\b(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abposr]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|glpat-[\w-]{16,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*)/g;

/** The start of a foreign text on one line, harmless to print and with what looks like credentials masked. */
export function excerpt(text: string): string {
  // Far more than is kept, so that a secret across the cut is still seen whole.
  const head = harmless(text.slice(0, 4 * longest))
    .replaceAll(secrets, '[secret]')
    .trim();
  return head.length <= longest ? head : `${head.slice(0, longest - 1).trimEnd()}…`;
}
