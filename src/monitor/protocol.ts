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
  /** The launcher that speaks, or null: a resident of another version learns from it that there is one. */
  readonly launcher: string | null;
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

/** Each field is looked at once: this runs in every render. Of a word that is said twice the first counts. */
function headOf(fields: readonly string[]): RequestHead | null {
  const said = new Map<string, string>();
  const argv: string[] = [];
  const env: [string, string][] = [];
  for (const field of fields) {
    const equals = field.indexOf('=');
    const name = field.slice(0, equals);
    const value = field.slice(equals + 1);
    if (name === 'env') addVariable(env, value);
    else if (name === 'arg') argv.push(value);
    else if (!said.has(name)) said.set(name, value);
  }
  const callerPid = wholeNumber(said.get('pid'));
  const bodyBytes = wholeNumber(said.get('len'));
  const cwd = said.get('cwd');
  if (callerPid === null || bodyBytes === null || cwd === undefined) return null;
  const terminals = said.get('tty') ?? '';
  return {
    argv,
    env: Object.fromEntries(env),
    cwd,
    callerPid,
    parentPid: wholeNumber(said.get('ppid')),
    launcher: said.get('launcher') ?? null,
    isStdinTerminal: terminals.includes('i'),
    isStdoutTerminal: terminals.includes('o'),
    bodyBytes,
  };
}

function addVariable(env: [string, string][], entry: string): void {
  const equals = entry.indexOf('=');
  if (equals > 0) env.push([entry.slice(0, equals), entry.slice(equals + 1)]);
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
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
    ...(head.launcher === null ? [] : [`launcher=${head.launcher}`]),
    ...head.argv.map((argument) => `arg=${argument}`),
    ...Object.entries(head.env).map(([name, value]) => `env=${name}=${value}`),
  ];
  const text = [protocolName, ...fields.map((field) => field.replaceAll('\0', ''))].join('\0');
  return Buffer.concat([Buffer.from(text, 'utf8'), headEnd, bytes]);
}

/** A whole answer, as text: to be written as UTF-8. */
export function answerText({ exitCode, stdout, stderr }: Answer): string {
  const head = `${protocolName} ${exitCode} ${Buffer.byteLength(stdout)} ${Buffer.byteLength(stderr)}`;
  return `${head}\n${stdout}${stderr}`;
}

/** What a caller gets that has to help itself. */
export function refusalText(why: string): string {
  return `${protocolName} refused ${why.replaceAll('\n', ' ')}\n`;
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
