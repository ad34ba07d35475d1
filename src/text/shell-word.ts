const plain = /^[\w@%+=:,./-]+$/;

/** A text as one word for a POSIX shell, whatever is in it. Plain words stay as they are; a NUL is dropped. */
export function shellWord(text: string): string {
  const word = text.replaceAll('\0', '');
  return plain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
