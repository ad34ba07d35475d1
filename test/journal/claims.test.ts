import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openClaims, type Claims } from '../../src/journal/claims.ts';

/** Processes by name that share a directory; those in `dead` have ended. */
function processes(dead: Set<string>): (name: string) => Claims {
  const directory = mkdtempSync(join(tmpdir(), 'statusline-claims-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  let ids = 0;
  return (name) =>
    openClaims({
      directory,
      holders: { identity: () => name, liveness: (holder) => (dead.has(holder) ? 'dead' : 'alive') },
      newId: () => `${name}-${(ids += 1)}`,
    });
}

it('is one process’s at a time, and the next one’s when it is given back', () => {
  const of = processes(new Set());
  const claim = of('a').take('namer-0');
  expect(claim).not.toBeNull();
  expect(of('b').take('namer-0')).toBeNull();
  claim?.giveBack();
  expect(of('b').take('namer-0')).not.toBeNull();
});

it('is kept apart by its name', () => {
  const of = processes(new Set());
  expect(of('a').take('namer-0')).not.toBeNull();
  expect(of('b').take('namer-1')).not.toBeNull();
});

it('goes to another when its holder has died, however recently', () => {
  const dead = new Set<string>();
  const of = processes(dead);
  of('a').take('namer-0');
  dead.add('a');
  expect(of('b').take('namer-0')).not.toBeNull();
  expect(of('c').take('namer-0')).toBeNull();
});
