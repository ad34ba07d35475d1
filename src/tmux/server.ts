import { failed, ok, type Result } from '../text/result.ts';
import { readRecords, recordFormat } from './format.ts';
import { isServerName } from './hint.ts';
import { isSameServer, type TmuxServer } from './place.ts';
import type { Tmux, TmuxFailure } from './tmux.ts';

/** The process table, as far as a server's life needs it. */
export interface ServerLook {
  bootId(): string | null;
  row(pid: number): { readonly command: string; readonly isZombie: boolean } | null;
}

const serverVariables = ['socket_path', 'pid', 'start_time'];

/** The format by which a server says who it is; it has a value also where no session is. */
export const serverFormat = recordFormat('server', serverVariables);

/** The server in what tmux printed by {@link serverFormat}, or null. */
export function readServer(printed: string): TmuxServer | null {
  const record = readRecords(printed).find(({ tag }) => tag === 'server');
  const [socketPath, pid, startedAtS] = record?.values ?? [];
  if (socketPath === undefined || !(Number(pid) > 0) || !(Number(startedAtS) > 0)) return null;
  return { socketPath, pid: Number(pid), startedAtS: Number(startedAtS) };
}

/** Which server answers on a socket now. Never starts one. */
export async function identifyServer(
  tmux: Tmux,
  socketPath: string,
): Promise<Result<TmuxServer, TmuxFailure>> {
  const printed = await tmux.run(socketPath, [['display-message', '-p', serverFormat]]);
  if (!printed.ok) return printed;
  const server = readServer(printed.value);
  if (server !== null) return ok(server);
  return failed({ kind: 'refused', socketPath, message: 'tmux did not say which server it is' });
}

/**
 * Whether a server that was known still lives, given what its socket answered just now. Neither silence nor
 * another server's answer proves its end: it may be wedged, or its socket was removed or taken over while
 * it runs on. Then the process table decides, and `unknown` is the answer while a tmux server has that pid.
 */
export function serverLiveness(
  processes: ServerLook,
  known: TmuxServer,
  answered: Result<{ readonly server: TmuxServer }, TmuxFailure>,
): 'alive' | 'gone' | 'unknown' {
  if (answered.ok && isSameServer(answered.value.server, known)) return 'alive';
  if (processes.bootId() === null) return 'unknown';
  // The same pid with another start is the answering server, so the known one is no more.
  if (answered.ok && answered.value.server.pid === known.pid) return 'gone';
  const row = processes.row(known.pid);
  const mayLive = row !== null && !row.isZombie && isServerName(row.command);
  return mayLive ? 'unknown' : 'gone';
}
