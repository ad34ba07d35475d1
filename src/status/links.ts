/** Longer than this, an address was not meant to be opened, and some terminals drop it. */
const maxChars = 2048;

/**
 * An address that may be written as a link, in plain ASCII, or null. Only https and local files: other
 * schemes start programs.
 */
export function linkable(address: string | undefined): string | null {
  if (address === undefined || address.length > maxChars || !URL.canParse(address)) return null;
  const url = new URL(address);
  const isAllowed =
    (url.protocol === 'https:' && url.username === '' && url.password === '') ||
    (url.protocol === 'file:' && url.host === '');
  // The parser has encoded what could end the sequence; that is proved again here, not assumed.
  return isAllowed && /^[\x21-\x7e]+$/.test(url.href) ? url.href : null;
}

/** The address of a local file by its absolute path. */
export function fileAddress(path: string): string {
  return `file://${addressPath(path.split('/'))}`;
}

/** Texts from outside as the parts of an address's path. */
export function addressPath(parts: readonly string[]): string {
  // Half a character has no encoding, and the encoder throws for one.
  return parts.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('/');
}
