import type { TmuxFailure } from './tmux.ts';

/** What tmux says when nobody listens on the socket, or when the server went away under the call. */
const silence =
  /^(?:no server running on |error connecting to .*\((?:No such file or directory|Connection refused)\)$|lost server$|server exited(?: unexpectedly)?$)/m;

/** Reads tmux's own words on standard error, printed when it ended with a failure. */
export function readFailure(socketPath: string, printed: string): TmuxFailure {
  const message = printed.trim();
  if (silence.test(message)) return { kind: 'no-server', socketPath };
  return { kind: 'refused', socketPath, message };
}

/** tmux's own words on a failure, or in a word what became of the call. Not harmless yet. */
export function failureWords(failure: TmuxFailure): string {
  return failure.kind === 'refused' ? failure.message : failure.kind;
}
