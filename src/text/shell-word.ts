const plain = /^[\w@%+=:,./-]+$/;

/** A text as one word for a POSIX shell, whatever is in it. Plain words stay as they are; a NUL is dropped. */
export function shellWord(text: string): string {
  const word = text.replaceAll('\0', '');
  return plain.test(word) ? word : quotedWord(word);
}

/** The same, in quotes in any case. */
export function quotedWord(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", String.raw`'\''`)}'`;
}
