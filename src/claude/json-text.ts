/**
 * Edits of one member of a JSON object in its text: what is not edited stays as the user wrote it, to the byte.
 * Every function takes the text of a valid object (`JSON.parse` has taken it).
 */

/** Where a member stands in the text. Ends are exclusive. */
export interface MemberSpan {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

const space = /\s/;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (space.test(text[at] ?? '')) at += 1;
  return at;
}

/** The end of the string that begins here. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The end of the value that begins here. */
function valueEnd(text: string, start: number): number {
  let at = start;
  let depth = 0;
  do {
    const character = text[at] ?? '';
    if (character === '"') at = stringEnd(text, at);
    else {
      if (character === '{' || character === '[') depth += 1;
      else if (character === '}' || character === ']') depth -= 1;
      at += 1;
    }
  } while (depth > 0 || !/[\s,}\]]/.test(text[at] ?? ','));
  return at;
}

/** Where the object's braces stand. */
function braces(text: string): { readonly open: number; readonly close: number } {
  return { open: text.indexOf('{'), close: text.lastIndexOf('}') };
}

/** The members of the object in this text, in order. */
function members(text: string): readonly MemberSpan[] {
  const found: MemberSpan[] = [];
  let at = skipSpace(text, braces(text).open + 1);
  while (text[at] === '"') {
    const keyEnd = stringEnd(text, at);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = valueEnd(text, valueStart);
    // The slice is a JSON string, since the whole text is JSON.
    found.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, start: at, valueStart, end });
    const next = skipSpace(text, end);
    at = text[next] === ',' ? skipSpace(text, next + 1) : next;
  }
  return found;
}

/** The member that counts for this key: of several, the last. */
export function member(text: string, key: string): MemberSpan | null {
  return members(text).findLast((span) => span.key === key) ?? null;
}

/** The text with other text in place of a member's value. */
export function withJson(text: string, { valueStart, end }: MemberSpan, json: string): string {
  return text.slice(0, valueStart) + json + text.slice(end);
}

/** The text with another value for a member, laid out as the members round it are. */
export function withValue(text: string, span: MemberSpan, value: object): string {
  const before = text.slice(0, span.start);
  const lead = before.slice(before.trimEnd().length);
  return withJson(text, span, laidOut(value, lead));
}

/** The text with a new member at the object's end, laid out as the members before it are. */
export function withMember(text: string, key: string, value: object): string {
  const { open } = braces(text);
  const spans = members(text);
  const last = spans.at(-1);
  // What stands before the first key stands before every key: a line break and its indentation, or a space.
  const lead = last === undefined ? '\n  ' : text.slice(open + 1, spans[0]?.start);
  const colon = lead === '' ? ':' : ': ';
  const added = `${lead}${JSON.stringify(key)}${colon}${laidOut(value, lead)}`;
  if (last !== undefined) return `${text.slice(0, last.end)},${added}${text.slice(last.end)}`;
  return `${text.slice(0, open + 1)}${added}\n${text.slice(braces(text).close)}`;
}

/** A value's text for a place with this space before it: on one line where the user keeps to one. */
function laidOut(value: object, lead: string): string {
  const at = lead.lastIndexOf('\n');
  if (at === -1) return JSON.stringify(value);
  const lineBreak = lead.includes('\r\n') ? '\r\n' : '\n';
  const indent = lead.slice(at + 1);
  const lines = JSON.stringify(value, null, indent === '' ? 2 : indent).split('\n');
  return lines.join(lineBreak + indent);
}

/** What stands between the braces of an object without members, else null. */
export function emptyInside(text: string): string | null {
  const { open, close } = braces(text);
  return members(text).length === 0 ? text.slice(open + 1, close) : null;
}

/** The text without a member. `inside` is what the object holds when it has no other. */
export function withoutMember(text: string, span: MemberSpan, inside: string): string {
  const spans = members(text);
  const at = spans.findIndex(({ start }) => start === span.start);
  const [previous, next] = [spans[at - 1], spans[at + 1]];
  if (previous !== undefined) return text.slice(0, previous.end) + text.slice(span.end);
  if (next !== undefined) return text.slice(0, span.start) + text.slice(next.start);
  const { open, close } = braces(text);
  return text.slice(0, open + 1) + inside + text.slice(close);
}
