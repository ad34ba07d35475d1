/** What stands where something that looked like a key was: it is never kept, so it cannot be given back. */
export const secretMask = '[secret]';

/** Whether something was masked in a text. */
export function isMasked(text: string): boolean {
  return text.includes(secretMask);
}

/**
 * Things that look like credentials. They must not reach our files, whatever a user pastes into a prompt or
 * writes on a command line. By shape where the issuer gave them one, else by what stands before them.
 */
const secrets: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<![A-Za-z0-9])(?:sk|pk|rk)[-_][\w-]{16,}/g,
  /(?<![A-Za-z0-9])(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{30,}|hf_\w{20,})/g,
  /(?<![A-Za-z0-9])(?:xox[abeposr]-[\w-]{10,}|xapp-[\w-]{10,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,})/g,
  /(?<![A-Za-z0-9])eyJ[\w-]{10,}(?:\.[\w-]*){0,2}/g,
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:]{0,80}:)[^\s/@]{3,}(?=@)/gi,
  /(?<=\bBearer )[\w.~+/=-]{12,}/gi,
  /(?<=(?:api[-_]?key|token|secret|passw(?:or)?d)["']?\s{0,2}[:=]\s{0,2}["']?)[^\s"',;&]{6,}/gi,
];

/** The text with what looks like credentials masked. */
export function maskSecrets(text: string): string {
  return secrets.reduce((masked, pattern) => masked.replaceAll(pattern, secretMask), text);
}
