import { Buffer } from 'node:buffer';

// What goes over the socket, one request a connection:
//
//   request   statusline/1 NUL  field NUL  field NUL … NUL  body
//   answer    statusline/1 SP exit-code SP stdout-bytes SP stderr-bytes LF  stdout  stderr
//   refusal   statusline/1 SP refused SP reason LF
//
// A field is `name=value` with neither empty names nor NUL, so that two NUL in a row can only end the head:
// a shell writes it with `printf '%s\0'`. Fields that a reader does not know are passed over. The body's
// length is in the head, so a caller that dies half-way never passes for one that has said everything.

/** The first word of everything that is said, with the version of the framing. */
const protocolName = 'statusline/1';

/** A head that does not end within so many bytes is none. */
export const maxHeadBytes = 128 * 1024;

/** What a request says before its body. */
export interface RequestHead {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly callerPid: number;
  /** The caller's parent, or null where it did not say. */
  readonly parentPid: number | null;
  /** The caller's own program file, or null: a resident of another program learns from it that there is one. */
  readonly program: string | null;
  readonly isStdinTerminal: boolean;
  readonly isStdoutTerminal: boolean;
  readonly bodyBytes: number;
}

/** What the bytes so far hold. */
export type HeadReading =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'not-a-request'; readonly why: string }
  | { readonly kind: 'head'; readonly head: RequestHead; readonly bodyAt: number };

/** What a run of the program gave. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What came back over the socket. A refusal is no answer: the caller helps itself. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'incomplete' };

const headEnd = Buffer.from('\0\0');
const opening = Buffer.from(`${protocolName}\0`);

/** Reads a request's head from the bytes that have come so far. */
export function readHead(bytes: Buffer): HeadReading {
  const start = bytes.subarray(0, opening.length);
  if (!start.equals(opening.subarray(0, start.length))) return notARequest('it speaks another protocol');
  const end = bytes.indexOf(headEnd);
  if (end < 0 || end > maxHeadBytes) {
    return bytes.length > maxHeadBytes ? notARequest('its head does not end') : { kind: 'incomplete' };
  }
  const fields = bytes.toString('utf8', opening.length, end).split('\0');
  const head = headOf(fields);
  return head === null
    ? notARequest('its head lacks a sound pid, cwd or len')
    : { kind: 'head', head, bodyAt: end + headEnd.length };
}

function notARequest(why: string): HeadReading {
  return { kind: 'not-a-request', why };
}

function headOf(fields: readonly string[]): RequestHead | null {
  const values = (name: string): readonly string[] =>
    fields.filter((field) => field.startsWith(`${name}=`)).map((field) => field.slice(name.length + 1));
  const callerPid = wholeNumber(values('pid')[0]);
  const bodyBytes = wholeNumber(values('len')[0]);
  const cwd = values('cwd')[0];
  if (callerPid === null || bodyBytes === null || cwd === undefined) return null;
  const terminals = values('tty')[0] ?? '';
  return {
    argv: values('arg'),
    env: environmentOf(values('env')),
    cwd,
    callerPid,
    parentPid: wholeNumber(values('ppid')[0]),
    program: values('program')[0] ?? null,
    isStdinTerminal: terminals.includes('i'),
    isStdoutTerminal: terminals.includes('o'),
    bodyBytes,
  };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function environmentOf(entries: readonly string[]): Readonly<Record<string, string>> {
  const pairs = entries.flatMap((entry) => {
    const equals = entry.indexOf('=');
    return equals > 0 ? [[entry.slice(0, equals), entry.slice(equals + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** A whole request. NUL cannot be in an argument or a variable, and is dropped from them here. */
export function encodeRequest(head: Omit<RequestHead, 'bodyBytes'>, body: string): Buffer {
  const bytes = Buffer.from(body, 'utf8');
  const terminals = `${head.isStdinTerminal ? 'i' : ''}${head.isStdoutTerminal ? 'o' : ''}`;
  const fields = [
    `pid=${head.callerPid}`,
    `cwd=${head.cwd}`,
    `len=${bytes.length}`,
    ...(head.parentPid === null ? [] : [`ppid=${head.parentPid}`]),
    ...(terminals === '' ? [] : [`tty=${terminals}`]),
    ...(head.program === null ? [] : [`program=${head.program}`]),
    ...head.argv.map((argument) => `arg=${argument}`),
    ...Object.entries(head.env).map(([name, value]) => `env=${name}=${value}`),
  ];
  const text = [protocolName, ...fields.map((field) => field.replaceAll('\0', ''))].join('\0');
  return Buffer.concat([Buffer.from(text, 'utf8'), headEnd, bytes]);
}

/** A whole answer. */
export function encodeAnswer({ exitCode, stdout, stderr }: Answer): Buffer {
  const [out, err] = [Buffer.from(stdout, 'utf8'), Buffer.from(stderr, 'utf8')];
  const head = Buffer.from(`${protocolName} ${exitCode} ${out.length} ${err.length}\n`);
  return Buffer.concat([head, out, err]);
}

/** What a caller gets that has to help itself. */
export function encodeRefusal(why: string): Buffer {
  return Buffer.from(`${protocolName} refused ${why.replaceAll('\n', ' ')}\n`);
}

/** Reads what came back. Everything short of a whole answer or a refusal is `incomplete`. */
export function readReply(bytes: Buffer): Reply {
  const lineEnd = bytes.indexOf('\n');
  if (lineEnd < 0) return { kind: 'incomplete' };
  const line = bytes.toString('utf8', 0, lineEnd);
  const refusal = `${protocolName} refused `;
  if (line.startsWith(refusal)) return { kind: 'refused', why: line.slice(refusal.length) };
  const numbers = /^statusline\/1 (\d{1,3}) (\d{1,15}) (\d{1,15})$/.exec(line)?.slice(1).map(Number);
  const [exitCode = 0, outBytes = 0, errBytes = 0] = numbers ?? [];
  const outAt = lineEnd + 1;
  const errAt = outAt + outBytes;
  if (numbers === undefined || bytes.length < errAt + errBytes) return { kind: 'incomplete' };
  const stdout = bytes.toString('utf8', outAt, errAt);
  const stderr = bytes.toString('utf8', errAt, errAt + errBytes);
  return { kind: 'answer', answer: { exitCode, stdout, stderr } };
}
