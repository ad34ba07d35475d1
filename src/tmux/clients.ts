import { readRecords, recordFormat } from './format.ts';
import type { TmuxCommand } from './tmux.ts';

/** A terminal that shows a tmux session. */
export interface AttachedClient {
  /** What tmux calls it: the terminal's path. */
  readonly name: string;
  readonly tty: string;
  readonly sessionId: string;
  /** Whether it is of the server's own user; null where tmux does not tell (before 3.3). */
  readonly isOwners: boolean | null;
  /** It speaks tmux's protocol, or may only look on: nothing can be asked there. */
  readonly isMute: boolean;
  readonly attachedAtMs: number;
  readonly widthCols: number;
  readonly heightRows: number;
}

/** Every client of a server, and when the server started. */
export interface Attached {
  readonly serverStartedAtMs: number;
  readonly clients: readonly AttachedClient[];
}

const variables = [
  'client_name',
  'client_tty',
  'session_id',
  'client_uid',
  'uid',
  'client_control_mode',
  'client_readonly',
  'client_created',
  'client_width',
  'client_height',
  'start_time',
];

/** Asks who is attached; {@link readAttached} reads the answer. Never starts a server. */
export const askAttached: TmuxCommand = ['list-clients', '-F', recordFormat('client', variables)];

/** Who is attached, or null where nobody is. */
export function readAttached(printed: string): Attached | null {
  const records = readRecords(printed).filter(({ tag }) => tag === 'client');
  const startedAtS = Number(records[0]?.values.at(-1));
  if (!(startedAtS > 0)) return null;
  return { serverStartedAtMs: startedAtS * 1000, clients: records.map(({ values }) => clientOf(values)) };
}

function clientOf(values: readonly string[]): AttachedClient {
  const [
    name = '',
    tty = '',
    sessionId = '',
    uid = '',
    owner = '',
    control,
    readOnly,
    created,
    width,
    height,
  ] = values;
  return {
    name,
    tty,
    sessionId,
    isOwners: uid === '' || owner === '' ? null : uid === owner,
    isMute: control === '1' || readOnly === '1',
    attachedAtMs: Number(created) * 1000,
    widthCols: Number(width),
    heightRows: Number(height),
  };
}
