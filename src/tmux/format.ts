/**
 * How values come out of tmux unharmed. A record is asked for as
 *
 *     TAG|#{q:session_name}|#{window_index}|…&
 *
 * `#{q:}` puts a backslash before every character that a shell minds, `|`, `&` and the backslash among
 * them: a bare `|` can only end a field and a bare `&` only a record, whatever a name or a path holds,
 * newlines included. tmux 3.4 and later rewrite control characters on the way out (`\033`); since they
 * leave a quoted backslash doubled, the two ways of writing never meet.
 */
export type Field = string;

/** The `-F` text of a record: a tag to tell records apart, then the values of these tmux variables. */
export function recordFormat(tag: string, variables: readonly Field[]): string {
  return `${[tag, ...variables.map((name) => `#{q:${name}}`)].join('|')}&`;
}

/** A printed record: its tag, and its values in the order they were asked for. */
export interface PrintedRecord {
  readonly tag: string;
  readonly values: readonly string[];
}

const letters: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
  v: '\v',
};

/** A field with the mark that ends it; after a record stands the newline that tmux prints. */
const fieldWithEnd = /([^\\|&]*(?:\\[^][^\\|&]*)*)(?:(\|)|&\n?)/guy;

/** The records in what tmux printed. Text that no record ends is left out. */
export function readRecords(printed: string): readonly PrintedRecord[] {
  const records: PrintedRecord[] = [];
  let fields: string[] = [];
  for (const [, field, hasMore] of printed.matchAll(fieldWithEnd)) {
    fields.push(unquote(field ?? ''));
    if (hasMore === undefined) {
      records.push({ tag: fields[0] ?? '', values: fields.slice(1) });
      fields = [];
    }
  }
  return records;
}

/** Takes away both the backslashes of `#{q:}` and what newer versions write for control characters. */
function unquote(text: string): string {
  if (!text.includes('\\')) return text;
  return decodeEscapes(mendDollars(text));
}

/**
 * tmux 3.4 puts a second backslash before a `$` that a letter follows. `#{q:}` leaves no bare `$`, so an
 * even number of backslashes before one is that rewriting.
 */
function mendDollars(text: string): string {
  // Only from where a run begins: a title of many backslashes is anybody's to print, and must not cost their square.
  return text.replaceAll(/(?<!\\)(\\+)\$/g, (whole, slashes: string) =>
    slashes.length % 2 === 0 ? `${slashes.slice(1)}$` : whole,
  );
}

/**
 * The text that makes tmux keep this name when it is given to `rename-window`, `rename-session` or
 * `new-session -s`. These encode what they are given with vis(3) (`\` is kept as `\\`, a tab as `\t`, before
 * 3.5 also `$H` as `\$H`), so a kept name that is given back as it stands grows backslashes with every round.
 * Null when they cannot produce it: `new-window -n` keeps what it is given as it is.
 */
export function textOfName(kept: string): string | null {
  const text = kept.includes('\\') ? decodeEscapes(kept) : kept;
  return encodings.some((encode) => encode(text) === kept) ? text : null;
}

/** Whether tmux, of whatever version, may keep this text as that name: for knowing a name of our own again. */
export function isKeptAs(text: string, kept: string): boolean {
  return text === kept || encodings.some((encode) => encode(text) === kept);
}

/** What tmux 3.3 keeps of a text given to `rename-window`. */
export function keptName(text: string): string {
  return text.replaceAll(/[\p{Cc}\\]|\$(?=[A-Za-z_{])/gu, encodeCharacter);
}

const encodings: readonly ((text: string) => string)[] = [
  keptName,
  (text) => text.replaceAll(/[\p{Cc}\\]/gu, encodeCharacter),
];

function encodeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code > 0x7f) return octalsOf(character);
  if (character === '\\' || character === '$') return `\\${character}`;
  const letter = Object.entries(letters).find(([, control]) => control === character)?.[0];
  return letter === undefined ? octalsOf(character) : `\\${letter}`;
}

function octalsOf(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

function decodeEscapes(text: string): string {
  // Octal escapes may be the bytes of one character, so neighbours are decoded together.
  return text.replaceAll(
    /((?:\\[0-7]{3})+)|\\([^])/gu,
    (_, octals: string | undefined, single: string | undefined) =>
      octals === undefined ? (letters[single ?? ''] ?? single ?? '') : bytesOf(octals).toString('utf8'),
  );
}

function bytesOf(escapes: string): Buffer {
  return Buffer.from(
    escapes
      .slice(1)
      .split('\\')
      .map((digits) => Number.parseInt(digits, 8)),
  );
}

/**
 * A text for an argument in which tmux expands formats (`new-window -n`, `new-session -s`, `-n` and `-c`,
 * `rename-window`, …), such that it comes through as it is. `#` is doubled, save where `[` follows: there
 * tmux keeps every `#` for the style it takes it for.
 */
export function literal(text: string): string {
  return text.replaceAll(/(?<!#)#+(?![#[])/g, '$&$&');
}
