import { join } from 'node:path';
import type { Output, Paths, Request } from './world.ts';

/** Where things are for the user of this request. */
export function pathsOf(request: Request, home: string, program: string): Paths {
  const { env } = request;
  const userHome = env['HOME'] ?? home;
  return {
    home: userHome,
    instances: env['STATUSLINE_INSTANCES_DIR'] ?? join(userHome, '.claude', 'instances'),
    claudeConfig: env['CLAUDE_CONFIG_DIR'] ?? join(userHome, '.claude'),
    program,
  };
}

/** Collects what a run says, for callers that are not this process. */
export function collectingOutput(): Output & {
  readonly stdout: () => string;
  readonly stderr: () => string;
} {
  const parts: { readonly out: string[]; readonly err: string[] } = { out: [], err: [] };
  return {
    out: (text) => void parts.out.push(text),
    err: (text) => void parts.err.push(text),
    stdout: () => parts.out.join(''),
    stderr: () => parts.err.join(''),
  };
}
