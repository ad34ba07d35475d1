import type { Program, Programs } from '../programs/programs.ts';

/**
 * Programs for all requests at once: a key is run once at a time, however many ask for it, and goes on when a
 * request has waited long enough. `printedBy` runs one to its end.
 */
export function keepPrograms(printedBy: (program: Program) => Promise<string | null>): Programs {
  const underway = new Map<string, Promise<void>>();
  const start = async (program: Program, keep: (printed: string | null) => void): Promise<void> => {
    try {
      keep(await printedBy(program));
    } finally {
      underway.delete(program.key);
    }
  };
  return {
    isLasting: true,
    run: async (program, waitMs, keep) => {
      const running = underway.get(program.key) ?? start(program, keep);
      underway.set(program.key, running);
      if (waitMs > 0) await withPatience(running, waitMs);
    },
  };
}

async function withPatience(running: Promise<void>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, waitMs)));
  await Promise.race([running, patience]);
  clearTimeout(timer);
}
